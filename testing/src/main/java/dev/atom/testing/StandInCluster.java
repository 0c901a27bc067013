// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A server that answers a real `kubectl` like the API server of a small cluster: discovery, lists,
/// single objects, logs. It holds what it is given, checks nothing and writes nothing.
public final class StandInCluster implements AutoCloseable {
  private final HttpServer server;
  private final List<Resource> resources = new CopyOnWriteArrayList<>();
  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /// A kind of object and those there are.
  ///
  /// @param group empty is the core group
  /// @param objects JSON texts by `namespace/name`; a kind of the cluster has no namespace
  private record Resource(
      String group,
      String version,
      String plural,
      String kind,
      boolean namespaced,
      Map<String, String> objects) {
    String groupVersion() {
      return group.isEmpty() ? version : group + "/" + version;
    }

    String root() {
      return group.isEmpty() ? "/api/" + version : "/apis/" + groupVersion();
    }
  }

  private StandInCluster(HttpServer server) {
    this.server = server;
  }

  /// Starts one on a free port of this machine.
  public static StandInCluster start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var cluster = new StandInCluster(server);
      server.createContext("/", cluster::handle);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a kind known.
  public void kind(String group, String version, String plural, String kind, boolean namespaced) {
    resources.add(
        new Resource(group, version, plural, kind, namespaced, new ConcurrentHashMap<>()));
  }

  /// Adds an object of a known kind, as JSON.
  public void add(String plural, String namespace, String name, String json) {
    resource(plural).objects().put(namespace + "/" + name, json);
  }

  /// What a pod has written.
  public void log(String namespace, String pod, String text) {
    logs.put(namespace + "/" + pod, text);
  }

  /// From now on nobody may read these.
  public void refuse(String plural) {
    refused.add(plural);
  }

  /// The paths that were asked for.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// Writes a kubeconfig whose current context `stand-in` is this cluster.
  public Path kubeconfig(Path folder) {
    String text =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: stand-in, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: reader, user: {}}]
        contexts: [{name: stand-in, context: {cluster: stand-in, user: reader}}]
        current-context: stand-in
        """
            .formatted(server.getAddress().getPort());
    try {
      return Files.writeString(folder.resolve("kubeconfig"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private Resource resource(String plural) {
    return resources.stream()
        .filter(it -> it.plural().equals(plural))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind " + plural));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(exchange.getRequestMethod() + " " + path);
      String answer = answer(path);
      boolean log = path.endsWith("/log");
      int status = answer.isEmpty() && !log ? 404 : answer.startsWith("{\"refused\"") ? 403 : 200;
      String body =
          switch (status) {
            case 404 -> failure(404, "NotFound", path + " not found");
            case 403 -> failure(403, "Forbidden", "reader cannot read " + path);
            default -> answer;
          };
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", log && status == 200 ? "text/plain" : "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String failure(int code, String reason, String message) {
    return """
    {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","reason":"%s",\
    "code":%d}\
    """
        .formatted(message, reason, code);
  }

  /// The JSON for a path; empty when there is nothing.
  private String answer(String path) {
    return switch (path) {
      case "/version" ->
          "{\"major\":\"1\",\"minor\":\"35\",\"gitVersion\":\"v1.35.0\",\"platform\":\"linux\"}";
      case "/api" -> "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";
      case "/apis" -> groups();
      default -> below(path);
    };
  }

  private String groups() {
    Map<String, String> versions = new LinkedHashMap<>();
    resources.stream()
        .filter(it -> !it.group().isEmpty())
        .forEach(it -> versions.put(it.group(), it.version()));
    List<String> groups = new ArrayList<>();
    versions.forEach((group, version) ->
        groups.add(
            """
            {"name":"%1$s","versions":[{"groupVersion":"%1$s/%2$s","version":"%2$s"}],\
            "preferredVersion":{"groupVersion":"%1$s/%2$s","version":"%2$s"}}\
            """
                .formatted(group, version)));
    return "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":["
        + String.join(",", groups)
        + "]}";
  }

  private String below(String path) {
    List<Resource> here = resources.stream().filter(it -> it.root().equals(path)).toList();
    if (!here.isEmpty()) {
      return list(here);
    }
    for (Resource resource : resources) {
      if (path.startsWith(resource.root() + "/")) {
        String found = in(resource, path.substring(resource.root().length() + 1));
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }

  private static String list(List<Resource> here) {
    return "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\""
        + here.getFirst().groupVersion()
        + "\",\"resources\":["
        + here.stream()
            .map(it ->
                """
                {"name":"%s","singularName":"%s","namespaced":%s,"kind":"%s",\
                "verbs":["get","list","watch"]}\
                """
                    .formatted(
                        it.plural(),
                        it.kind().toLowerCase(java.util.Locale.ROOT),
                        it.namespaced(),
                        it.kind()))
            .collect(Collectors.joining(","))
        + "]}";
  }

  private String in(Resource resource, String rest) {
    List<String> parts = new ArrayList<>(List.of(rest.split("/")));
    String namespace = "";
    if (parts.getFirst().equals("namespaces") && parts.size() > 2) {
      namespace = parts.get(1);
      parts = parts.subList(2, parts.size());
    }
    if (!parts.getFirst().equals(resource.plural())) {
      return "";
    }
    if (refused.contains(resource.plural())) {
      return "{\"refused\":true}";
    }
    if (parts.size() == 3 && parts.get(2).equals("log")) {
      return logs.getOrDefault(namespace + "/" + parts.get(1), "");
    }
    if (parts.size() == 2) {
      return resource.objects().getOrDefault(namespace + "/" + parts.get(1), "");
    }
    String start = namespace + "/";
    boolean all = namespace.isEmpty();
    return """
    {"kind":"%sList","apiVersion":"%s","metadata":{"resourceVersion":"1"},"items":[%s]}\
    """
        .formatted(
            resource.kind(),
            resource.groupVersion(),
            resource.objects().entrySet().stream()
                .filter(it -> all || it.getKey().startsWith(start))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(",")));
  }
}
