// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.util.Map;

/// An answer as it goes onto the wire.
///
/// @param headers beyond those every answer carries
public record Outbound(int status, String contentType, Map<String, String> headers, String body) {
  public Outbound {
    headers = Map.copyOf(headers);
  }

  static Outbound text(int status, String body) {
    return new Outbound(status, "text/plain; charset=utf-8", Map.of(), body);
  }

  /// A plain line, for probes.
  public static Outbound line(String line) {
    return text(200, line + "\n");
  }

  /// A done call's answer.
  public static Outbound of(Reply.Done done, String decisionId) {
    return new Outbound(
        done.status(),
        "application/json",
        Map.of("x-atom-decision-id", decisionId),
        Json.write(done.body()));
  }

  /// A document's answer.
  public static Outbound of(Reply.Document document, String decisionId) {
    var headers = new java.util.TreeMap<>(document.headers());
    headers.put("x-atom-decision-id", decisionId);
    return new Outbound(200, document.contentType(), headers, document.text());
  }

  /// A refusal's answer, RFC 9457.
  public static Outbound of(Problem problem, String decisionId, Map<String, String> headers) {
    var code = problem.code();
    var body =
        new ProblemDocument(
            "tag:atom.dev,2026:problem/" + code.text(),
            code.title(),
            code.status(),
            problem.detail(),
            code.text(),
            decisionId);
    var all = new java.util.TreeMap<>(headers);
    all.put("x-atom-decision-id", decisionId);
    if (problem.retryAfterSeconds() > 0) {
      all.put("retry-after", String.valueOf(problem.retryAfterSeconds()));
    }
    return new Outbound(code.status(), "application/problem+json", all, Json.write(body));
  }

  /// The body of every refusal.
  public record ProblemDocument(
      String type, String title, int status, String detail, String code, String decisionId) {}
}
