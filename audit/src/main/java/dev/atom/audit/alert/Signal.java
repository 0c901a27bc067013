// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.alert;

import dev.atom.audit.Ruling;
import dev.atom.audit.chain.AuditEntry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What one entry adds to one rule.
///
/// @param weight how much it counts
record Signal(AlertRule rule, String subject, long weight) {
  /// What entries of a kind, by its stored name, are signals of.
  private static final Map<String, Function<AuditEntry, Optional<Signal>>> KINDS =
      Map.of(
          "auth_failure",
          entry -> signal(AlertRule.AUTH_FAILURES, remote(entry), 1),
          "aggregate",
          entry -> signal(AlertRule.AUTH_FAILURES, remote(entry), number(entry, "count")),
          "refusal",
          Signal::denial,
          "scope_violation",
          entry ->
              signal(
                  AlertRule.SCOPE_VIOLATIONS,
                  agent(entry).isEmpty() ? remote(entry) : agent(entry),
                  1),
          "model_usage",
          entry ->
              signal(
                  AlertRule.TOKEN_SPEND,
                  agent(entry),
                  number(entry, "prompt_tokens") + number(entry, "completion_tokens")),
          "policy_rejected",
          entry -> signal(AlertRule.POLICY_REJECTED, listener(entry), 1),
          "limiter_degraded",
          entry ->
              entry.fact().details().contains("\"degraded\":true")
                  ? signal(AlertRule.LIMITER_DEGRADED, listener(entry), 1)
                  : Optional.empty(),
          "checkpoint_refused",
          entry -> signal(AlertRule.SIGNER_REFUSED, listener(entry), 1),
          "witness_absent",
          entry -> signal(AlertRule.WITNESS_ABSENT, listener(entry), 1));

  /// The kinds of entries that can be signals, as they are stored.
  static Set<String> kinds() {
    return KINDS.keySet();
  }

  /// The signal in `entry`, if it is one.
  static Optional<Signal> of(AuditEntry entry) {
    var reader = KINDS.get(entry.fact().kind());
    return reader == null ? Optional.empty() : reader.apply(entry);
  }

  private static Optional<Signal> denial(AuditEntry entry) {
    boolean denied = entry.fact().verdict().ruling().equals(Ruling.DENY.stored());
    return denied && !agent(entry).isEmpty()
        ? signal(AlertRule.DENIALS, agent(entry), 1)
        : Optional.empty();
  }

  private static Optional<Signal> signal(AlertRule rule, String subject, long weight) {
    return Optional.of(new Signal(rule, subject, weight));
  }

  private static String agent(AuditEntry entry) {
    return entry.fact().subject().agentId();
  }

  private static String remote(AuditEntry entry) {
    return entry.fact().call().remote();
  }

  private static String listener(AuditEntry entry) {
    return entry.fact().call().listener();
  }

  /// A whole-number member of flat JSON that we wrote ourselves; 0 when there is none.
  private static long number(AuditEntry entry, String name) {
    String details = entry.fact().details();
    String member = "\"" + name + "\":";
    int at = details.indexOf(member);
    long value = 0;
    for (int i = at + member.length(); at >= 0 && i < details.length(); i++) {
      int digit = details.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > Integer.MAX_VALUE) {
        break;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
