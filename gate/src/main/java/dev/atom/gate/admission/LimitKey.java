// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

/// Whose requests are counted, and how many are allowed in any minute.
///
/// @param subject the token's subject: an agent's tokens of both kinds share one count
/// @param perMinute 1 or more
public record LimitKey(String subject, int perMinute) {
  public LimitKey {
    if (perMinute < 1) {
      throw new IllegalArgumentException("a limit of " + perMinute + " a minute lets nobody in");
    }
  }
}
