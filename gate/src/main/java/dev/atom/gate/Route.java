// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.identity.AgentId;
import dev.atom.identity.DomainId;
import java.util.Optional;

/// Where a path leads: `/domain/{domain}/agent/{agent}/...`, most specific target first.
///
/// @param domain as written in the path: a claim of the caller's, not yet compared with the token
/// @param agent likewise
/// @param target which upstream
/// @param rest what follows the agent, beginning with `/`
public record Route(DomainId domain, AgentId agent, Target target, String rest) {
  private static final String DOMAIN = "/domain/";
  private static final String AGENT = "/agent/";
  private static final int UUID_LENGTH = 36;
  private static final int AGENT_AT = DOMAIN.length() + UUID_LENGTH;
  private static final int REST_AT = AGENT_AT + AGENT.length() + UUID_LENGTH;

  /// The kinds of upstream.
  public enum Target {
    /// The provider gateway.
    LLM("llm"),
    /// Human approvals, served by the control plane.
    HITL("hitl"),
    /// The agent's memory.
    MEMORY("memory"),
    /// The agent's own service.
    AGENT("agent");

    private final String label;

    Target(String label) {
      this.label = label;
    }

    /// The name in policies and audit records.
    public String label() {
      return label;
    }
  }

  /// Reads a raw path. Empty when it leads nowhere; what could be read in two ways leads nowhere.
  public static Optional<Route> parse(String path) {
    if (path.length() < REST_AT
        || !path.startsWith(DOMAIN)
        || !path.startsWith(AGENT, AGENT_AT)
        || (path.length() > REST_AT && path.charAt(REST_AT) != '/')) {
      return Optional.empty();
    }
    String rest = path.length() == REST_AT ? "/" : path.substring(REST_AT);
    if (isAmbiguous(rest)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Route(
              DomainId.parse(path.substring(DOMAIN.length(), AGENT_AT)),
              AgentId.parse(path.substring(AGENT_AT + AGENT.length(), REST_AT)),
              target(rest),
              rest));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Target target(String rest) {
    if (under(rest, "/v1")) {
      return Target.LLM;
    }
    if (under(rest, "/hitl")) {
      return Target.HITL;
    }
    return under(rest, "/memory") ? Target.MEMORY : Target.AGENT;
  }

  private static boolean under(String rest, String prefix) {
    return rest.startsWith(prefix)
        && (rest.length() == prefix.length() || rest.charAt(prefix.length()) == '/');
  }

  /// SECURITY(T-07): a path that a later reader could decode, fold or split differently is no path.
  /// Escapes of what structures a path or need not be escaped, dot segments, empty segments,
  /// backslashes and semicolons are refused here, so policy and upstream see the same text.
  private static boolean isAmbiguous(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '\\' || c == ';' || (c == '%' && isUnsafeEscape(rest, i))) {
        return true;
      }
      if (c == '/' && i + 1 < rest.length()) {
        char next = rest.charAt(i + 1);
        if (next == '/' || (next == '.' && isDotSegment(rest, i + 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether the escape at `percent` is malformed, hides a character that structures a path, or is
  /// a second spelling of a character that stands for itself (RFC 3986 section 2.3): a rule against
  /// `/admin` must not miss `/%61dmin`.
  private static boolean isUnsafeEscape(String rest, int percent) {
    if (percent + 2 >= rest.length()) {
      return true;
    }
    int high = Character.digit(rest.charAt(percent + 1), 16);
    int low = Character.digit(rest.charAt(percent + 2), 16);
    int decoded = high << 4 | low;
    return high < 0
        || low < 0
        || decoded < ' '
        || decoded == 0x7f
        || (decoded < 0x7f && Character.isLetterOrDigit(decoded))
        || "/\\.%;-_~".indexOf(decoded) >= 0;
  }

  private static boolean isDotSegment(String rest, int start) {
    int end = start;
    while (end < rest.length() && rest.charAt(end) == '.') {
      end++;
    }
    return end == rest.length() || rest.charAt(end) == '/';
  }
}
