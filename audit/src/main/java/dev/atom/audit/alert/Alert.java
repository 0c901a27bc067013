// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.alert;

import static java.util.Objects.requireNonNull;

import dev.atom.base.Sha256;
import java.time.Instant;

/// Something that must reach a person now.
///
/// @param id the same for the same event, however often it is found: receivers tell repeats by it
/// @param subject whom it is about: a source, an agent, a process
/// @param at when it showed
/// @param summary one sentence; nothing in it was written by a caller except names and addresses
/// @param seq the entry at which it showed, 0 for none
public record Alert(
    String id, AlertRule rule, String subject, Instant at, String summary, long seq) {
  private static final int ID_LENGTH = 32;
  private static final int SUBJECT_MAX = 256;

  public Alert {
    requireNonNull(id, "id");
    requireNonNull(rule, "rule");
    requireNonNull(at, "at");
    requireNonNull(summary, "summary");
    subject = subject.length() > SUBJECT_MAX ? subject.substring(0, SUBJECT_MAX) : subject;
  }

  /// An alert whose id follows from what it is about.
  ///
  /// @param occasion what tells two occasions of the same kind apart
  public static Alert of(
      AlertRule rule, String subject, Instant at, String summary, long seq, String occasion) {
    String id = Sha256.hex(rule.written() + '\n' + subject + '\n' + occasion);
    return new Alert(id.substring(0, ID_LENGTH), rule, subject, at, summary, seq);
  }
}
