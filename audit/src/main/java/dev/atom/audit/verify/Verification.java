// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

/// What a verifier found.
public sealed interface Verification {
  /// Every entry is as it was written, and none is missing.
  ///
  /// @param count how many entries were checked
  /// @param headHash hash of the last one
  /// @param payloadsAbsent how many entries commit to a payload that is no longer kept
  /// @param beginning whether entries before the first were removed, on record
  record Ok(
      long count,
      long firstSeq,
      long lastSeq,
      String headHash,
      long payloadsAbsent,
      Beginning beginning)
      implements Verification {}

  /// What is known of the entries before the first.
  enum Beginning {
    /// Nothing was asked for that is not there.
    THERE,
    /// They were removed, and the log signed the record of it.
    REMOVED_SIGNED,
    /// They were removed on a record whose signature was not checked, as no key was given.
    REMOVED_UNCHECKED
  }

  /// Something was changed, removed, added or moved.
  record Tampered(Flaw flaw) implements Verification {}

  /// What is there is right, and something is not there.
  record Incomplete(Flaw flaw) implements Verification {}

  /// It cannot be told: something to check with is missing.
  record Unverifiable(Flaw flaw) implements Verification {}

  /// The first entry that is not as it must be, and why.
  ///
  /// @param kind which rule it breaks
  /// @param segment its segment; 0 where that is not known
  /// @param seq its number; where entries are missing at the end, the last there is
  /// @param why in words
  /// @param expected what should be there. Never a chain hash that we computed: whoever can write
  ///   the table could put it there
  /// @param found what is there
  record Flaw(FlawKind kind, long segment, long seq, String why, String expected, String found) {}

  /// The rules that an entry can break; their lower-case names are part of the command's answer.
  enum FlawKind {
    /// The numbers have a gap, go back or repeat.
    NUMBER,
    /// The format is another one.
    FORMAT,
    /// A segment opens, goes on or closes where it must not, or its ends do not hold each other.
    SEGMENT,
    /// The time goes back.
    TIME,
    /// The key is not that of the segment, or its secret was not given.
    KEY,
    /// It does not name the entry before it.
    LINK,
    /// What it says is not what was hashed.
    CONTENT,
    /// The payload is not what was committed to.
    PAYLOAD,
    /// It is no entry at all.
    MALFORMED,
    /// The end is not where the head says.
    HEAD,
    /// The tree over all entries is not the one that was signed.
    ROOT,
    /// A checkpoint or a manifest is not signed by the log, or no note at all.
    SIGNATURE,
    /// A published file is not that of its entries.
    PUBLISHED,
    /// A nightly export has a day, a file or a link of its manifests wrong.
    EXPORT
  }
}
