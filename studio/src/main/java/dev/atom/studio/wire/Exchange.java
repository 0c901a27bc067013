// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One call as handlers see it: where it came from, what it addresses, and the id under which its
/// audit entries are found. The time is read once, when the call arrives.
///
/// @param remote the peer's address without port
/// @param tokenHash SHA-256 of the bearer token, empty when none was sent
public record Exchange(
    String decisionId,
    String method,
    String path,
    String remote,
    String tokenHash,
    Instant now,
    Map<String, String> parameters,
    Map<String, String> query) {

  public Exchange {
    parameters = Map.copyOf(parameters);
    query = Map.copyOf(query);
  }

  /// A part of the path that the route's template names.
  ///
  /// @throws IllegalStateException when the template has no such name
  public String parameter(String name) {
    var value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the route of " + path + " has no parameter " + name);
    }
    return value;
  }

  /// A query parameter, empty when it was not sent.
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }
}
