// SPDX-License-Identifier: Apache-2.0
package dev.atom.telemetry;

/// One exchange, for the access log. Text that is not known is empty.
///
/// @param endedMillis when it ended, milliseconds since 1970
/// @param request what was asked
/// @param caller who asked, as far as it was verified
/// @param outcome what came of it
/// @param requestId the client's or our id of the request
/// @param decisionId the id of the decision about it
public record AccessEntry(
    long endedMillis,
    Request request,
    Caller caller,
    Outcome outcome,
    String requestId,
    String decisionId) {

  /// What was asked.
  ///
  /// @param method the HTTP method
  /// @param path the path; a query string is cut off before it is written
  /// @param remoteIp the address that connected
  /// @param userAgent what the client calls itself
  public record Request(String method, String path, String remoteIp, String userAgent) {}

  /// Who asked.
  ///
  /// @param tokenType `agent`, `human` or empty
  /// @param agentId the agent
  /// @param domainId its domain
  public record Caller(String tokenType, String agentId, String domainId) {
    /// Nobody that is known.
    public static final Caller UNKNOWN = new Caller("", "", "");
  }

  /// What came of it.
  ///
  /// @param status the HTTP status, 0 when the connection broke before one was sent
  /// @param latencyMicros from the request's headers to the response's end
  /// @param policy what policy said
  /// @param reason the stable code of a refusal
  public record Outcome(int status, long latencyMicros, Policy policy, String reason) {}

  /// What policy said.
  public enum Policy {
    /// It permits.
    ALLOW,
    /// It forbids.
    DENY,
    /// It was not asked.
    NOT_ASKED
  }
}
