// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.config.ConfigTree.Items;
import dev.atom.config.ConfigTree.Keys;
import dev.atom.config.ConfigTree.Leaf;
import dev.atom.config.Shape.Choice;
import dev.atom.config.Shape.Field;
import dev.atom.config.Shape.Many;
import dev.atom.config.Shape.Maybe;
import dev.atom.config.Shape.Node;
import dev.atom.config.Shape.Scalar;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes records out of a [ConfigTree], the environment and the defaults.
///
/// It never stops at the first problem: whatever cannot be bound is reported and left out, and the
/// records around it are not made. Used once, by one thread.
final class Binder {
  /// What stands for the value of a secret.
  static final String HIDDEN = "***";

  private final Map<String, String> environment;
  private final Path folder;
  private final SecretSource secrets;
  private final UnknownKeys unknown;
  private final List<ConfigProblem> problems;
  private final List<EffectiveConfig.Entry> entries = new ArrayList<>();

  Binder(
      Map<String, String> environment,
      Path folder,
      UnknownKeys unknown,
      List<ConfigProblem> problems) {
    this.environment = environment;
    this.folder = folder;
    this.secrets = new SecretSource(environment, folder);
    this.unknown = unknown;
    this.problems = problems;
  }

  List<EffectiveConfig.Entry> entries() {
    return entries;
  }

  /// The record, or null when a problem with it or below it was reported.
  @Nullable Object node(String path, Node node, ConfigTree tree) {
    if (!(tree instanceof Keys keys)) {
      refuse(path, shown(tree), tree.origin(), "a value where keys belong", known(node));
      return null;
    }
    unknown.check(path, node, keys);
    Object[] values = new Object[node.fields().size()];
    for (int i = 0; i < values.length; i++) {
      Field field = node.fields().get(i);
      values[i] = field(Names.join(path, field.key()), field, keys.children().get(field.key()));
    }
    boolean complete = Arrays.stream(values).noneMatch(value -> value == null);
    return complete ? make(path, node, values, keys.origin()) : null;
  }

  private @Nullable Object field(String path, Field field, @Nullable ConfigTree given) {
    ConfigTree chosen = choose(field, given);
    Shape shape = field.shape();
    if (shape instanceof Maybe(var element)) {
      if (chosen == null && !(element instanceof Node node && setByEnvironment(node))) {
        entries.add(new EffectiveConfig.Entry(path, "-", Origin.none()));
        return Optional.empty();
      }
      Object value = value(path, field, element, chosen);
      return value == null ? null : Optional.of(value);
    }
    return value(path, field, shape, chosen);
  }

  /// Flags over environment over file over default.
  private @Nullable ConfigTree choose(Field field, @Nullable ConfigTree given) {
    if (given != null && given.origin().kind() == Origin.Kind.FLAG) {
      return given;
    }
    String name = field.env();
    String variable = name == null ? null : environment.get(name);
    if (name != null && variable != null && !variable.isEmpty()) {
      return new Leaf(variable, Origin.environment(name));
    }
    if (given != null) {
      return given;
    }
    return field.byDefault() == null ? null : new Leaf(field.byDefault(), Origin.none());
  }

  private boolean setByEnvironment(Node node) {
    return node.fields().stream()
        .anyMatch(field -> field.env() != null && environment.containsKey(field.env()));
  }

  private @Nullable Object value(
      String path, Field field, Shape shape, @Nullable ConfigTree chosen) {
    if (shape instanceof Node node) {
      return node(path, node, chosen == null ? Keys.empty(Origin.none()) : chosen);
    }
    if (chosen == null) {
      String variable = field.env() == null ? "" : " or set " + field.env();
      refuse(path, "", Origin.none(), "nothing is given", "write the key" + variable);
      return null;
    }
    return switch (shape) {
      case Many(var element) -> list(path, field, element, chosen);
      case Scalar scalar -> single(path, field, scalar, chosen);
      case Choice choice -> single(path, field, choice, chosen);
      case Maybe _, Node _ -> throw new IllegalStateException(path + " nests Optional");
    };
  }

  private @Nullable Object list(String path, Field field, Shape element, ConfigTree chosen) {
    var values = new ArrayList<>();
    List<ConfigTree> given =
        switch (chosen) {
          case Items(var elements, _) -> elements;
          case Leaf leaf when leaf.origin().kind() != Origin.Kind.FILE -> split(leaf);
          case Leaf _, Keys _ -> null;
        };
    if (given == null) {
      refuse(path, shown(chosen), chosen.origin(), "not a list", "write [a, b] or '- a' lines");
      return null;
    }
    if (given.isEmpty()) {
      entries.add(new EffectiveConfig.Entry(path, "[]", chosen.origin()));
    }
    for (int i = 0; i < given.size(); i++) {
      values.add(value(path + "[" + i + "]", field, element, given.get(i)));
    }
    return values.contains(null) ? null : List.copyOf(values);
  }

  private static List<ConfigTree> split(Leaf leaf) {
    if (leaf.text().isBlank()) {
      return List.of();
    }
    return Arrays.stream(leaf.text().split(",", -1))
        .map(each -> (ConfigTree) new Leaf(each.strip(), leaf.origin()))
        .toList();
  }

  private @Nullable Object single(String path, Field field, Shape shape, ConfigTree chosen) {
    boolean secret = shape == Scalar.SECRET;
    if (!(chosen instanceof Leaf leaf)) {
      refuse(path, shown(chosen), chosen.origin(), "several values where one belongs", "");
      return null;
    }
    try {
      Object value = parse(field, shape, leaf);
      Origin origin = leaf.origin();
      if (secret && SecretSource.isReference(leaf.text())) {
        origin = origin.through(leaf.text());
      }
      entries.add(new EffectiveConfig.Entry(path, secret ? HIDDEN : printed(value), origin));
      return value;
    } catch (IllegalArgumentException e) {
      boolean hide = secret && !SecretSource.isReference(leaf.text());
      String shown = hide ? HIDDEN : Names.withoutPassword(leaf.text());
      refuse(path, shown, leaf.origin(), String.valueOf(e.getMessage()), "");
      return null;
    }
  }

  private Object parse(Field field, Shape shape, Leaf leaf) {
    // Relative paths in the file are meant from the file, all others from the working directory.
    Path from = leaf.origin().kind() == Origin.Kind.FILE ? folder : Path.of("");
    return switch (shape) {
      case Scalar.TEXT -> leaf.text();
      case Scalar.INTEGER -> Scalars.integer(leaf.text(), field.type());
      case Scalar.BOOLEAN -> Scalars.truth(leaf.text());
      case Scalar.DURATION -> Scalars.duration(leaf.text());
      case Scalar.SIZE -> Scalars.size(leaf.text());
      case Scalar.PATH -> Scalars.path(leaf.text(), from);
      case Scalar.URI -> Scalars.uri(leaf.text());
      case Scalar.SECRET -> secrets.fetch(leaf, field.least());
      case Choice(_, var constants) -> Scalars.choice(leaf.text(), constants);
      case Many _, Maybe _, Node _ -> throw new IllegalStateException("not a single value");
    };
  }

  private static String printed(Object value) {
    return switch (value) {
      case Duration duration -> Scalars.text(duration);
      case Enum<?> constant -> Names.kebab(constant);
      default -> Names.withoutPassword(value.toString());
    };
  }

  private @Nullable Object make(String path, Node node, Object[] values, Origin origin) {
    try {
      Class<?>[] types = node.fields().stream().map(Field::type).toArray(Class<?>[]::new);
      Constructor<?> canonical = node.type().getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        refuse(path, "", origin, String.valueOf(refusal.getMessage()), "");
        return null;
      }
      throw new IllegalStateException(node.type() + " must refuse by IllegalArgumentException", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record has its canonical constructor", e);
    }
  }

  private static String known(Node node) {
    return "keys are " + String.join(", ", node.keys());
  }

  private static String shown(ConfigTree tree) {
    return switch (tree) {
      case Leaf _ -> "";
      case Items _ -> "[...]";
      case Keys _ -> "{...}";
    };
  }

  private void refuse(String path, String value, Origin origin, String what, String wayOut) {
    problems.add(new ConfigProblem(path, value, origin.where(), what, wayOut));
  }
}
