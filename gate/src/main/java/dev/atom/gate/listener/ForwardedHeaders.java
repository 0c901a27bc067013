// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.gate.Caller;
import dev.atom.gate.GatePipeline.Permitted;
import dev.atom.gate.Route;
import dev.atom.identity.Principal;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which headers cross GATE, in either direction.
///
/// SECURITY(T-08): the caller's credential goes no further, whatever header it came in; identity
/// headers from outside are dropped and ours are set from verified claims.
final class ForwardedHeaders {
  /// Headers of one connection (RFC 9110 section 7.6.1), and those we set ourselves.
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "host",
          "content-length",
          "expect");

  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "api-key");

  private static final int CREDENTIAL_LENGTH_MIN = 16;
  private static final String NO_CREDENTIAL = "\r\n";

  private ForwardedHeaders() {}

  /// What policies see and records may hold: everything but credentials and claims of identity. A
  /// repeated header is joined with commas, as RFC 9110 section 5.3 reads it.
  static Map<String, String> seen(MultiMap received) {
    Map<String, String> seen = new LinkedHashMap<>(16);
    String credential = credential(received);
    for (var header : received) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!CREDENTIALS.contains(name.replace('_', '-'))
          && !claimsIdentity(name)
          && !header.getValue().contains(credential)) {
        seen.merge(name, header.getValue(), (first, next) -> first + ", " + next);
      }
    }
    return seen;
  }

  /// The credential itself, without its scheme; what no header can hold when there is none worth
  /// the name.
  private static String credential(MultiMap received) {
    String sent = received.get("authorization");
    String bare = sent == null ? "" : sent.substring(sent.indexOf(' ') + 1).strip();
    return bare.length() < CREDENTIAL_LENGTH_MIN ? NO_CREDENTIAL : bare;
  }

  /// The three families that carry identity between proxies. Some readers take an underscore for a
  /// hyphen, so here it is one.
  private static boolean claimsIdentity(String received) {
    String name = received.indexOf('_') < 0 ? received : received.replace('_', '-');
    return name.startsWith("x-atom-")
        || name.startsWith("x-user-")
        || name.startsWith("x-forwarded-")
        || name.equals("forwarded");
  }

  /// Fills in the request that goes upstream, which has no headers yet.
  static void outbound(Map<String, String> seen, Permitted permitted, String id, MultiMap out) {
    String connection = seen.getOrDefault("connection", "");
    for (var header : seen.entrySet()) {
      if (!HOP_BY_HOP.contains(header.getKey()) && !nominates(connection, header.getKey())) {
        out.add(header.getKey(), header.getValue());
      }
    }
    if (permitted.route().target() == Route.Target.LLM) {
      // SECURITY(T-08): the agent's own key, still sealed, in place of the caller's token.
      out.set("authorization", "Bearer " + permitted.agent().sealedKey());
    }
    out.set("x-atom-domain-id", permitted.agent().domain().value());
    out.set("x-atom-agent-id", permitted.agent().id().value());
    out.set("x-atom-decision-id", id);
    if (permitted.caller() instanceof Caller.Named(var token)
        && token.principal() instanceof Principal.Human(var user, var role)) {
      out.set("x-user-id", user.value());
      out.set("x-user-roles", role.written());
    }
  }

  /// Whether `connection` names a header as one of this connection alone (RFC 9110 section 7.6.1).
  private static boolean nominates(String connection, String name) {
    if (connection.length() < name.length()) {
      return false;
    }
    for (String option : connection.split(",")) {
      if (option.strip().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /// Copies what may come back. An upstream does not speak for GATE's own address: it sets no
  /// cookies there and names no other way to reach it.
  static void inbound(MultiMap received, MultiMap out) {
    String connection = received.contains("connection") ? received.get("connection") : "";
    for (var header : received) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name)
          && !nominates(connection, name)
          && !claimsIdentity(name)
          && !name.startsWith("x-ratelimit-")
          && !name.startsWith("access-control-")
          && !name.equals("set-cookie")
          && !name.equals("alt-svc")
          && !name.equals("server")) {
        out.add(name, header.getValue());
      }
    }
  }
}
