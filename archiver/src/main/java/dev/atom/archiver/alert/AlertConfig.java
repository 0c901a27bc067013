// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.alert.AlertRule;
import dev.atom.audit.alert.Threshold;
import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is told to whom.
///
/// @param alertmanager base URL; nothing is sent there without one
public record AlertConfig(
    @Default("5s") @Doc("How often the trail is looked at for what must be told.") Duration pace,
    @Default("1h") @Doc("How long the same is not told again.") Duration quiet,
    @Default("") @Doc("Base URL of an Alertmanager, such as https://alerts:9093; empty for none.")
        String alertmanager,
    @Doc("Where every alert is posted too, signed; nothing when it is left out.")
        Optional<Webhook> webhook,
    Thresholds thresholds) {

  public AlertConfig {
    if (pace.compareTo(Duration.ofMillis(50)) < 0 || pace.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("pace " + pace + " is not between 50 ms and 5 minutes");
    }
    if (!alertmanager.isEmpty()) {
      checked("alertmanager", alertmanager);
    }
  }

  /// A receiver of signed posts.
  public record Webhook(
      @Doc("https URL that alerts are posted to.") String url,
      @Doc("Secret of the signature in X-Atom-Signature.") Secret secret) {
    public Webhook {
      checked("url", url);
    }
  }

  /// From how many on, within how long.
  public record Thresholds(
      @Default("5m") @Doc("The window of the counts below, except tokens.") Duration window,
      @Default("50") @Doc("Failed authentications of one source.") int authFailures,
      @Default("50") @Doc("Refused calls of one agent.") int denials,
      @Default("1") @Doc("Calls across a border by one agent.") int scopeViolations,
      @Default("5000000") @Doc("Model tokens of one agent within an hour.") int tokensPerHour) {
    public Thresholds {
      new Threshold(
          Math.min(Math.min(authFailures, denials), Math.min(scopeViolations, tokensPerHour)),
          window);
    }

    Map<AlertRule, Threshold> byRule() {
      var rules = new EnumMap<AlertRule, Threshold>(AlertRule.class);
      rules.put(AlertRule.AUTH_FAILURES, new Threshold(authFailures, window));
      rules.put(AlertRule.DENIALS, new Threshold(denials, window));
      rules.put(AlertRule.SCOPE_VIOLATIONS, new Threshold(scopeViolations, window));
      rules.put(AlertRule.TOKEN_SPEND, new Threshold(tokensPerHour, Duration.ofHours(1)));
      rules.put(AlertRule.POLICY_REJECTED, Threshold.AT_ONCE);
      rules.put(AlertRule.LIMITER_DEGRADED, Threshold.AT_ONCE);
      rules.put(AlertRule.SIGNER_REFUSED, Threshold.AT_ONCE);
      rules.put(AlertRule.WITNESS_ABSENT, Threshold.AT_ONCE);
      return rules;
    }
  }

  /// Alerts go over TLS, or not off this machine.
  static URI checked(String key, String url) {
    var uri = URI.create(url);
    String host = uri.getHost() == null ? "" : uri.getHost();
    boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    boolean safe = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here);
    if (host.isEmpty() || !safe) {
      throw new IllegalArgumentException(
          key + " '" + url + "' is no https URL; plain http goes to this machine only");
    }
    return uri;
  }
}
