// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atom.cli.Json;
import dev.atom.posture.manifest.KindTable;
import dev.atom.posture.manifest.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// An API server as far as `kubectl get` needs one: it names its kinds, and lists objects with what
/// a server adds to them.
final class StandInCluster implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, List<Manifest>> byPath = new TreeMap<>();
  private final Map<String, Map<String, Manifest>> kinds = new TreeMap<>();

  StandInCluster(List<Manifest> objects) throws IOException {
    for (Manifest object : objects) {
      String plural = plural(object.kind());
      kinds.computeIfAbsent(object.apiVersion(), _ -> new TreeMap<>()).put(plural, object);
      byPath
          .computeIfAbsent(root(object.apiVersion()) + "/" + plural, _ -> new ArrayList<>())
          .add(object);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Writes a file that leads `kubectl` here.
  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: stand-in
        contexts: [{name: stand-in, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {}}]
        """
            .formatted(server.getAddress().getPort()));
  }

  private static String plural(String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }

  private static String root(String apiVersion) {
    return apiVersion.indexOf('/') < 0 ? "/api/" + apiVersion : "/apis/" + apiVersion;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    ObjectNode document = document(path);
    byte[] body = Json.line(document).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(document.has("code") ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ObjectNode document(String path) {
    if (path.equals("/api")) {
      ObjectNode versions = Json.object().put("kind", "APIVersions");
      versions.putArray("versions").add("v1");
      return versions;
    }
    if (path.equals("/apis")) {
      return groups();
    }
    for (String apiVersion : kinds.keySet()) {
      if (path.equals(root(apiVersion))) {
        return resources(apiVersion);
      }
    }
    return byPath.containsKey(path) ? list(path) : notFound(path);
  }

  private ObjectNode groups() {
    ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = document.putArray("groups");
    for (String apiVersion : kinds.keySet()) {
      int slash = apiVersion.indexOf('/');
      if (slash > 0) {
        ObjectNode group = groups.addObject().put("name", apiVersion.substring(0, slash));
        String version = apiVersion.substring(slash + 1);
        group
            .putArray("versions")
            .addObject()
            .put("groupVersion", apiVersion)
            .put("version", version);
        group.putObject("preferredVersion").put("groupVersion", apiVersion).put("version", version);
      }
    }
    return document;
  }

  private ObjectNode resources(String apiVersion) {
    ObjectNode document =
        Json.object().put("kind", "APIResourceList").put("groupVersion", apiVersion);
    ArrayNode resources = document.putArray("resources");
    kinds
        .getOrDefault(apiVersion, Map.of())
        .forEach((plural, object) -> {
          ObjectNode resource =
              resources
                  .addObject()
                  .put("name", plural)
                  .put("singularName", object.kind().toLowerCase(Locale.ROOT))
                  .put("namespaced", !object.namespace().isEmpty())
                  .put("kind", object.kind());
          resource.putArray("verbs").add("get").add("list");
        });
    return document;
  }

  private ObjectNode list(String path) {
    List<Manifest> objects = byPath.getOrDefault(path, List.of());
    Manifest first = objects.getFirst();
    ObjectNode document =
        Json.object().put("kind", first.kind() + "List").put("apiVersion", first.apiVersion());
    document.putObject("metadata").put("resourceVersion", "1");
    ArrayNode items = document.putArray("items");
    for (Manifest object : objects) {
      items.add(live(object));
    }
    return document;
  }

  /// The object as a server shows it.
  private static ObjectNode live(Manifest object) {
    var json = (ObjectNode) JsonNodes.of(object.root());
    ObjectNode metadata = json.withObject("/metadata");
    if (!KindTable.isClusterScoped(object.group(), object.kind())) {
      metadata.put("namespace", object.namespace());
    }
    metadata.put("uid", object.kind() + "-" + object.name()).put("resourceVersion", "7");
    metadata.put("creationTimestamp", "2026-11-01T00:00:00Z");
    json.putObject("status");
    return json;
  }

  private static ObjectNode notFound(String path) {
    return Json.object()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("reason", "NotFound")
        .put("message", "no " + path)
        .put("code", 404);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
