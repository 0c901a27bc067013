// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.api;

import dev.atom.studio.wire.BodyBinder;
import dev.atom.studio.wire.Json;
import dev.atom.studio.wire.Outbound;
import dev.atom.studio.wire.Reply;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Writes the OpenAPI 3.1 document from the route table and the records it names, so that the two
/// cannot drift apart.
public final class OpenApi {
  private static final String BEARER = "accessToken";

  private final Map<String, Object> schemas = new TreeMap<>();
  private final Map<String, Class<?>> named = new TreeMap<>();

  private OpenApi() {}

  /// The document, as maps and lists.
  public static Map<String, Object> of(Routes routes) {
    return new OpenApi().document(routes);
  }

  private Map<String, Object> document(Routes routes) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes.all()) {
      paths
          .computeIfAbsent(route.path().text(), _ -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    schema(Outbound.ProblemDocument.class);
    return ordered(
        "openapi",
        "3.1.0",
        "info",
        ordered("title", "Atom control plane", "version", "1"),
        "paths",
        paths,
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of(BEARER, ordered("type", "http", "scheme", "bearer", "bearerFormat", "JWT"))));
  }

  private Map<String, Object> operation(Route route) {
    var operation = ordered("summary", route.summary(), "operationId", operationId(route));
    if (route.access() instanceof Access.Needs(var action)) {
      operation.put("security", List.of(Map.of(BEARER, List.of())));
      operation.put("x-atom-action", action.name().toLowerCase(Locale.ROOT));
    } else {
      operation.put("security", List.of());
    }
    var parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (route.takes() != Reply.Nothing.class) {
      operation.put(
          "requestBody",
          ordered("required", true, "content", content("application/json", schema(route.takes()))));
    }
    operation.put("responses", responses(route));
    return operation;
  }

  private Map<String, Object> responses(Route route) {
    var body = route.answers().body();
    var content = body == Reply.Document.class ? files() : answered(body);
    return ordered(
        String.valueOf(route.answers().status()),
        ordered("description", "done", "content", content),
        "default",
        ordered(
            "description",
            "refused",
            "content",
            content("application/problem+json", schema(Outbound.ProblemDocument.class))));
  }

  private Map<String, Object> answered(Class<?> body) {
    return body == Reply.Line.class
        ? content("text/plain", Map.of("type", "string"))
        : content("application/json", schema(body));
  }

  private static Map<String, Object> files() {
    var text = Map.of("schema", Map.of("type", "string"));
    return ordered("text/csv", text, "application/jsonl", text);
  }

  private static List<Object> parameters(Route route) {
    List<Object> parameters = new ArrayList<>();
    for (String name : route.path().names()) {
      parameters.add(parameter(name, "path", true));
    }
    for (String name : route.query()) {
      parameters.add(parameter(name, "query", false));
    }
    return parameters;
  }

  private static Map<String, Object> parameter(String name, String in, boolean required) {
    return ordered(
        "name", name, "in", in, "required", required, "schema", Map.of("type", "string"));
  }

  private static Map<String, Object> content(String type, Object schema) {
    return Map.of(type, Map.of("schema", schema));
  }

  private static String operationId(Route route) {
    return route.method().toLowerCase(Locale.ROOT)
        + route.path().text().replace("/api", "").replaceAll("[^a-z0-9]+", "_");
  }

  private Map<String, Object> schema(Type type) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class ->
          ordered("type", "array", "items", schema(list.getActualTypeArguments()[0]));
      case Class<?> c when c == String.class -> ordered("type", "string");
      case Class<?> c when c == UUID.class -> ordered("type", "string", "format", "uuid");
      case Class<?> c when c == Instant.class -> ordered("type", "string", "format", "date-time");
      case Class<?> c when isWhole(c) -> ordered("type", "integer");
      case Class<?> c when c == boolean.class || c == Boolean.class -> ordered("type", "boolean");
      case Class<?> c when c.isEnum() ->
          ordered(
              "type",
              "string",
              "enum",
              Arrays.stream(c.getEnumConstants()).map(BodyBinder::constantName).toList());
      case Class<?> c when c.isRecord() -> reference(c);
      default -> ordered();
    };
  }

  private static boolean isWhole(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  private Map<String, Object> reference(Class<?> type) {
    var name = type.getSimpleName();
    var other = named.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw new IllegalStateException(type + " and " + other + " would share a schema's name");
    }
    if (!schemas.containsKey(name)) {
      schemas.put(name, ordered());
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        var wire = Json.wireName(component);
        properties.put(wire, property(component));
        if (!BodyBinder.isOptional(component)) {
          required.add(wire);
        }
      }
      schemas.put(
          name,
          ordered(
              "type",
              "object",
              "properties",
              properties,
              "required",
              required,
              "additionalProperties",
              false));
    }
    return ordered("$ref", "#/components/schemas/" + name);
  }

  private Map<String, Object> property(RecordComponent component) {
    var schema = schema(component.getGenericType());
    return BodyBinder.isOptional(component) && !schema.isEmpty()
        ? ordered("anyOf", List.of(schema, Map.of("type", "null")))
        : schema;
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
