// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.api;

import dev.atom.http.OpenRoute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The route table. Of two templates that fit a path, the one with fewer names wins.
public final class Routes {
  private final List<Route> all;

  /// @throws IllegalArgumentException when two routes are the same
  public Routes(List<Route> all) {
    Set<String> seen = new HashSet<>();
    for (Route route : all) {
      if (!seen.add(route.method() + " " + route.path().text())) {
        throw new IllegalArgumentException(
            "two routes are " + route.method() + " " + route.path().text());
      }
    }
    this.all = List.copyOf(all);
  }

  /// Every route, in the order of the table.
  public List<Route> all() {
    return all;
  }

  /// What anybody may call.
  public List<OpenRoute> unauthenticated() {
    List<OpenRoute> open = new ArrayList<>();
    for (Route route : all) {
      switch (route.access()) {
        case Access.Probe(var reason) -> open.add(listed(route, reason));
        case Access.Open(var reason) -> open.add(listed(route, reason));
        case Access.Needs _ -> {}
      }
    }
    return open;
  }

  private static OpenRoute listed(Route route, String reason) {
    return new OpenRoute(route.method(), route.path().text(), reason);
  }

  Match match(String method, String path) {
    List<Match.Found> fitting = new ArrayList<>();
    for (Route route : all) {
      route.path().match(path).ifPresent(values -> fitting.add(new Match.Found(route, values)));
    }
    if (fitting.isEmpty()) {
      return new Match.NoPath();
    }
    Match.Found best = null;
    Set<String> methods = new TreeSet<>();
    for (Match.Found found : fitting) {
      methods.add(found.route().method());
      boolean closer = best == null || found.parameters().size() < best.parameters().size();
      if (found.route().method().equals(method) && closer) {
        best = found;
      }
    }
    return best != null ? best : new Match.NoMethod(String.join(", ", methods));
  }

  /// Where a call leads.
  sealed interface Match {
    record Found(Route route, Map<String, String> parameters) implements Match {}

    /// @param allowed the methods that the path takes
    record NoMethod(String allowed) implements Match {}

    record NoPath() implements Match {}
  }
}
