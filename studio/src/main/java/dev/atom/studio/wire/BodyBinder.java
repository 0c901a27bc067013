// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns a JSON object into a record, strictly: every field must be known and have its type, and
/// what is not `@Nullable` must be there. The record's own constructor judges the values.
public final class BodyBinder {
  private BodyBinder() {}

  /// Reads `text` as `type`; no text is an empty object.
  public static Bound bind(String text, Class<?> type) {
    JsonNode tree;
    try {
      tree = text.isBlank() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      return new Bound.Unusable(
          "the body is not JSON: line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
    }
    if (!tree.isObject()) {
      return new Bound.Unusable("the body must be a JSON object");
    }
    try {
      return new Bound.Usable(construct(tree, type));
    } catch (IllegalArgumentException e) {
      return new Bound.Unusable(String.valueOf(e.getMessage()));
    }
  }

  /// Whether a component may be left out.
  public static boolean isOptional(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static Object construct(JsonNode tree, Class<?> type) {
    var components = type.getRecordComponents();
    refuseUnknown(tree, components);
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      var name = Json.wireName(components[i]);
      var node = tree.get(name);
      if (node == null || node.isNull()) {
        if (!isOptional(components[i])) {
          throw new IllegalArgumentException("field '" + name + "' is missing");
        }
      } else {
        values[i] = value(name, node, components[i].getType());
      }
    }
    return call(type, components, values);
  }

  private static void refuseUnknown(JsonNode tree, RecordComponent[] components) {
    var known = Arrays.stream(components).map(Json::wireName).toList();
    for (var names = tree.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!known.contains(name)) {
        throw new IllegalArgumentException(Nearest.unknown("field", name, known));
      }
    }
  }

  private static Object value(String name, JsonNode node, Class<?> type) {
    if (type == String.class && node.isTextual()) {
      return storable(name, node.textValue());
    }
    if ((type == Integer.class || type == int.class) && node.canConvertToInt() && node.isInt()) {
      return node.intValue();
    }
    if ((type == Boolean.class || type == boolean.class) && node.isBoolean()) {
      return node.booleanValue();
    }
    if (type == UUID.class && node.isTextual() && Uuids.parse(node.textValue()).isPresent()) {
      return Uuids.parse(node.textValue()).orElseThrow();
    }
    if (type.isEnum() && node.isTextual()) {
      return constant(name, node.textValue(), type);
    }
    if (type == List.class && node.isArray()) {
      return texts(name, node);
    }
    throw new IllegalArgumentException("field '" + name + "' must be " + expected(type));
  }

  private static String storable(String name, String text) {
    if (!Storable.is(text)) {
      throw new IllegalArgumentException(
          "field '" + name + "' has a character that cannot be stored (U+0000 or half a pair)");
    }
    return text;
  }

  private static Object constant(String name, String text, Class<?> type) {
    List<String> known = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      var wire = constantName(constant);
      if (wire.equals(text)) {
        return constant;
      }
      known.add(wire);
    }
    var shown = text.length() > 40 ? text.substring(0, 20) + "..." : text;
    throw new IllegalArgumentException(
        "field '" + name + "' is '" + shown + "'; it must be one of " + String.join(", ", known));
  }

  /// Enums are lower case on the wire, except those that spell themselves.
  public static String constantName(Object constant) {
    return constant instanceof Spelled spelled
        ? spelled.written()
        : ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static List<String> texts(String name, JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new IllegalArgumentException("field '" + name + "' must be a list of texts");
      }
      texts.add(storable(name, element.textValue()));
    }
    return List.copyOf(texts);
  }

  private static String expected(Class<?> type) {
    if (type == String.class) {
      return "a text";
    }
    if (type == Integer.class || type == int.class) {
      return "a whole number below 2147483648";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == UUID.class) {
      return "a UUID in lower case";
    }
    return type == List.class ? "a list of texts" : "a text";
  }

  private static Object call(
      Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("constructing " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not a record that can be bound", e);
    }
  }

  /// A body, or why it cannot be used.
  public sealed interface Bound {
    record Usable(Object body) implements Bound {}

    record Unusable(String why) implements Bound {}
  }
}
