// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The two questions that every listener of ours answers to anybody who reaches it: supervisors and
/// load balancers have no credential. They are asked with GET or HEAD and in no other way.
public enum Probe {
  /// Whether the process lives.
  LIFE("/healthz", "a supervisor asks whether the process lives, and learns nothing else"),
  /// Whether it can serve.
  READINESS(
      "/readyz", "a load balancer asks whether it may send requests, and learns nothing else");

  /// The methods of a probe, as an `Allow` header lists them.
  public static final String METHODS = "GET, HEAD";

  private final String path;
  private final String reason;

  Probe(String path, String reason) {
    this.path = path;
    this.reason = reason;
  }

  /// Where it is asked.
  public String path() {
    return path;
  }

  /// Why anybody may ask.
  public String reason() {
    return reason;
  }

  /// The probe at a path, if there is one.
  public static Optional<Probe> at(@Nullable String path) {
    for (Probe probe : values()) {
      if (probe.path.equals(path)) {
        return Optional.of(probe);
      }
    }
    return Optional.empty();
  }

  /// Whether a probe answers this method.
  public static boolean takes(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  /// All of them, for the list of what is open.
  public static List<OpenRoute> routes() {
    return Arrays.stream(values())
        .map(probe -> new OpenRoute(METHODS, probe.path, probe.reason))
        .toList();
  }
}
