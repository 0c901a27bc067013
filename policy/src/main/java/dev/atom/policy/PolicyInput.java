// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.identity.Principal;
import dev.atom.rego.Value;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that policy sees of a call, and nothing else: it is stored with the decision, so that
/// the decision can be replayed. What a call has not got is null, never absent.
///
/// @param token the caller
/// @param request what is asked, over HTTP
/// @param agent what is known of the agent named in the path
/// @param route where it would go
/// @param model the model's name, for model calls
/// @param tool the tool's name, for tool calls
/// @param pathDomainId the domain named in the path
/// @param pathAgentId the agent named in the path
public record PolicyInput(
    Caller token,
    Request request,
    AgentFacts agent,
    Route route,
    @Nullable String model,
    @Nullable String tool,
    @Nullable String pathDomainId,
    @Nullable String pathAgentId) {

  /// The document that rules know as `input`.
  public Value toValue() {
    return PolicyInputJson.value(this);
  }

  /// The same document as JSON text with sorted keys and no spaces: equal inputs, equal texts.
  public String canonicalJson() {
    return toValue().toJson();
  }

  /// Reads what [#canonicalJson()] wrote.
  ///
  /// @throws IllegalArgumentException naming what is missing or of the wrong type
  public static PolicyInput fromJson(String json) {
    return PolicyInputJson.read(Value.parseJson(json));
  }

  /// The caller, from its verified token.
  ///
  /// @param sub claim `sub`
  /// @param type `agent` or `human`
  /// @param role of a person
  /// @param domainId of an agent
  /// @param agentId of an agent
  /// @param revoked whether the token was revoked
  public record Caller(
      String sub,
      String type,
      @Nullable String role,
      @Nullable String domainId,
      @Nullable String agentId,
      boolean revoked) {

    /// The caller that a principal is.
    public static Caller of(Principal principal, boolean revoked) {
      return switch (principal) {
        case Principal.Agent agent ->
            new Caller(
                agent.subject(),
                agent.type(),
                null,
                agent.domain().value(),
                agent.id().value(),
                revoked);
        case Principal.Human human ->
            new Caller(human.subject(), human.type(), human.role().written(), null, null, revoked);
      };
    }
  }

  /// What is asked.
  ///
  /// @param method in capitals
  /// @param path as it was sent and goes on: not decoded, but with one spelling only, since dot
  ///   segments, doubled slashes and needless escapes are refused before
  /// @param headers by lower-case name; those that carry credentials are left out here
  public record Request(String method, String path, Map<String, String> headers) {
    private static final Set<String> CREDENTIALS =
        Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");

    public Request {
      SortedMap<String, String> kept = new TreeMap<>();
      for (var header : headers.entrySet()) {
        String name = header.getKey().toLowerCase(Locale.ROOT);
        if (!CREDENTIALS.contains(name)) { // SECURITY(T-13): the input is stored
          kept.put(name, header.getValue());
        }
      }
      headers = java.util.Collections.unmodifiableSortedMap(kept);
    }
  }

  /// Where a call would go.
  ///
  /// @param name the upstream
  /// @param path the rest of the path, handed to it
  public record Route(RouteName name, String path) {}
}
