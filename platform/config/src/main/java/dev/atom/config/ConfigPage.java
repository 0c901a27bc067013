// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.config.Shape.Choice;
import dev.atom.config.Shape.Field;
import dev.atom.config.Shape.Many;
import dev.atom.config.Shape.Maybe;
import dev.atom.config.Shape.Node;
import dev.atom.config.Shape.Scalar;

/// Writes the documentation page of a process's configuration from its records, so that the page
/// cannot say anything else than the code.
public final class ConfigPage {
  private final StringBuilder page = new StringBuilder();

  private ConfigPage() {}

  /// The page for `docs/config/<process>.md`, ending in a line feed.
  public static String markdown(String process, Class<? extends Record> root) {
    return new ConfigPage().write(process, root);
  }

  private String write(String process, Class<? extends Record> root) {
    page.append("# Configuration of ").append(process).append("\n\n");
    page.append("Generated from `").append(root.getSimpleName()).append("`. ");
    page.append("A flag (`--set key=value`) goes before the environment, the environment before ");
    page.append("the file, the file before the default. Unknown keys are refused.\n\n");
    page.append("| key | type | default | environment | what it is |\n");
    page.append("|---|---|---|---|---|\n");
    rows("", Shape.of(root), false);
    Retired[] retired = root.getAnnotationsByType(Retired.class);
    if (retired.length > 0) {
      page.append("\nRetired keys, refused at start:\n\n| key | instead |\n|---|---|\n");
      for (Retired each : retired) {
        page.append("| `").append(each.key()).append("` | ").append(each.advice()).append(" |\n");
      }
    }
    return page.toString();
  }

  private void rows(String path, Node node, boolean optional) {
    for (Field field : node.fields()) {
      row(Names.join(path, field.key()), field, field.shape(), optional);
    }
  }

  private void row(String path, Field field, Shape shape, boolean optional) {
    switch (shape) {
      case Node node -> rows(path, node, optional);
      case Maybe(Node node) -> rows(path, node, true);
      case Many(Node node) -> rows(path + "[]", node, optional);
      case Maybe _, Many _, Scalar _, Choice _ -> {
        page.append("| `").append(path).append("` | ").append(type(shape)).append(" | ");
        page.append(byDefault(field, optional)).append(" | ");
        page.append(field.env() == null ? "" : "`" + field.env() + "`").append(" | ");
        page.append(field.doc().replace("|", "\\|")).append(" |\n");
      }
    }
  }

  private static String byDefault(Field field, boolean optional) {
    if (field.shape() instanceof Maybe) {
      return "none";
    }
    if (field.byDefault() == null) {
      return optional ? "required within" : "required";
    }
    return field.byDefault().isEmpty() ? "empty" : "`" + field.byDefault() + "`";
  }

  private static String type(Shape shape) {
    return switch (shape) {
      case Scalar scalar -> scalar.words;
      case Choice(_, var constants) ->
          "`" + String.join("`, `", constants.stream().map(Names::kebab).toList()) + "`";
      case Many(var element) -> "list of " + type(element);
      case Maybe(var element) -> type(element);
      case Node _ -> "mapping";
    };
  }
}
