// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

/// What a verifier found.
public sealed interface Verification {
  /// Every entry is as it was written, and none is missing.
  ///
  /// @param count how many entries were checked
  /// @param headHash hash of the last one
  /// @param payloadsAbsent how many entries commit to a payload that is no longer kept
  record Intact(long count, long firstSeq, long lastSeq, String headHash, long payloadsAbsent)
      implements Verification {}

  /// Something was changed, removed, added or moved.
  ///
  /// @param seq the first entry that is not as it must be
  /// @param segment its segment
  /// @param expected what should be there. Never a chain hash that we computed: whoever can write
  ///   the table could put it there
  record Tampered(long seq, long segment, String why, String expected, String found)
      implements Verification {}

  /// What is there is right, and something is not there.
  ///
  /// @param atSeq the last entry there is
  record Incomplete(String why, long atSeq) implements Verification {}

  /// It cannot be told.
  record Unverifiable(String why) implements Verification {}
}
