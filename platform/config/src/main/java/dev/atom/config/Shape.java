// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.base.ByteSize;
import dev.atom.base.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a component of a config record may be, read once from the record itself.
sealed interface Shape {
  /// The kinds of single values.
  enum Scalar implements Shape {
    TEXT("text"),
    INTEGER("whole number"),
    BOOLEAN("`true` or `false`"),
    DURATION("duration, as `200ms`, `15m`, `90d`"),
    SIZE("size, as `16KiB`, `10MiB`"),
    PATH("path"),
    URI("URI"),
    SECRET("secret, as `file:PATH` or `env:NAME`");

    final String words;

    Scalar(String words) {
      this.words = words;
    }
  }

  /// One of the constants of an enum.
  record Choice(Class<?> type, List<Enum<?>> constants) implements Shape {}

  /// Several of one shape.
  record Many(Shape element) implements Shape {}

  /// One or none.
  record Maybe(Shape element) implements Shape {}

  /// A nested record.
  record Node(Class<? extends Record> type, List<Field> fields) implements Shape {
    List<String> keys() {
      return fields.stream().map(Field::key).toList();
    }
  }

  /// One component of a record.
  ///
  /// @param type the Java type, which decides between int and long
  /// @param least the least length of a secret
  record Field(
      String key,
      Class<?> type,
      Shape shape,
      @Nullable String env,
      @Nullable String byDefault,
      String doc,
      int least) {}

  Map<Class<?>, Scalar> SCALARS =
      Map.ofEntries(
          Map.entry(String.class, Scalar.TEXT),
          Map.entry(int.class, Scalar.INTEGER),
          Map.entry(long.class, Scalar.INTEGER),
          Map.entry(Integer.class, Scalar.INTEGER),
          Map.entry(Long.class, Scalar.INTEGER),
          Map.entry(boolean.class, Scalar.BOOLEAN),
          Map.entry(Duration.class, Scalar.DURATION),
          Map.entry(ByteSize.class, Scalar.SIZE),
          Map.entry(Path.class, Scalar.PATH),
          Map.entry(URI.class, Scalar.URI),
          Map.entry(Secret.class, Scalar.SECRET));

  /// Reads the shape of a record.
  ///
  /// @throws IllegalArgumentException for a component type that has no form in a file
  static Node of(Class<? extends Record> type) {
    var fields = new ArrayList<Field>();
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(field(component));
    }
    return new Node(type, List.copyOf(fields));
  }

  private static Field field(RecordComponent component) {
    Shape shape = of(component.getGenericType(), component);
    Env env = component.getAnnotation(Env.class);
    Default byDefault = component.getAnnotation(Default.class);
    Doc doc = component.getAnnotation(Doc.class);
    MinLength least = component.getAnnotation(MinLength.class);
    return new Field(
        Names.kebab(component.getName()),
        component.getType(),
        shape,
        env == null ? null : env.value(),
        byDefault == null ? null : byDefault.value(),
        doc == null ? "" : doc.value(),
        least == null ? SecretRules.USUAL_LENGTH : least.value());
  }

  private static Shape of(Type type, RecordComponent component) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == List.class) {
        return new Many(of(argument, component));
      }
      if (generic.getRawType() == Optional.class) {
        return new Maybe(of(argument, component));
      }
    }
    if (type instanceof Class<?> plain) {
      Scalar scalar = SCALARS.get(plain);
      if (scalar != null) {
        return scalar;
      }
      if (plain.isRecord()) {
        return of(plain.asSubclass(Record.class));
      }
      if (plain.isEnum()) {
        return new Choice(plain, constants(plain));
      }
    }
    throw new IllegalArgumentException(
        "%s.%s is a %s, which has no form in a configuration file"
            .formatted(component.getDeclaringRecord().getName(), component.getName(), type));
  }

  private static List<Enum<?>> constants(Class<?> type) {
    var constants = new ArrayList<Enum<?>>();
    Arrays.stream(type.getEnumConstants()).forEach(each -> constants.add((Enum<?>) each));
    return constants;
  }
}
