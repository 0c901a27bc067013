// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.alert;

import java.util.Locale;

/// What is watched for.
public enum AlertRule {
  /// Credentials of one source do not hold, again and again.
  AUTH_FAILURES(Severity.HIGH, "failed authentications"),
  /// One agent is refused again and again.
  DENIALS(Severity.HIGH, "refused calls"),
  /// A known caller reaches for what is another's: a defect, or somebody who tries.
  SCOPE_VIOLATIONS(Severity.HIGH, "calls across a border"),
  /// One agent uses far more tokens than it should.
  TOKEN_SPEND(Severity.WARNING, "model tokens"),
  /// A policy set was broken and did not come into force.
  POLICY_REJECTED(Severity.HIGH, "rejected policy sets"),
  /// Rate limits are not shared any more.
  LIMITER_DEGRADED(Severity.WARNING, "losses of the shared limits"),
  /// The chain does not verify.
  CHAIN_FAULT(Severity.CRITICAL, "failed verifications of the chain"),
  /// A signer refused a checkpoint: the trail is not what was signed before.
  SIGNER_REFUSED(Severity.CRITICAL, "refused checkpoints"),
  /// Nobody but ourselves confirms that the trail takes nothing back.
  WITNESS_ABSENT(Severity.WARNING, "losses of a witness"),
  /// A duty of the archiver cannot be done: nothing is signed, exported or archived meanwhile.
  DUTY_STUCK(Severity.CRITICAL, "duties that cannot be done"),
  /// Somebody does what they do not usually do.
  ANOMALY(Severity.WARNING, "unusual acts");

  private final Severity severity;
  private final String counted;

  AlertRule(Severity severity, String counted) {
    this.severity = severity;
    this.counted = counted;
  }

  /// How bad it is.
  public enum Severity {
    CRITICAL,
    HIGH,
    WARNING;

    /// The name on the wire.
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Severity severity() {
    return severity;
  }

  /// What is counted, in words.
  public String counted() {
    return counted;
  }

  /// The name on the wire and in tables.
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
