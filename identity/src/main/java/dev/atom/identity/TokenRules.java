// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.time.Duration;

/// What every accepted token must say.
///
/// @param issuer claim `iss`, exactly
/// @param audience must be among claim `aud`
/// @param skew how far clocks may differ; 0 to 5 minutes
public record TokenRules(String issuer, String audience, Duration skew) {
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);

  public TokenRules {
    if (issuer.isBlank() || audience.isBlank()) {
      throw new IllegalArgumentException("issuer and audience must not be empty");
    }
    if (skew.isNegative() || skew.compareTo(SKEW_MAX) > 0) {
      throw new IllegalArgumentException("skew " + skew + " is not between 0 and " + SKEW_MAX);
    }
  }
}
