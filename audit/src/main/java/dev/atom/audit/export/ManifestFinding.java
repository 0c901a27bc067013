// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

/// Something that is not as it must be in an export.
///
/// @param kind what
/// @param where the day or the file it is about
/// @param why in words
public record ManifestFinding(Kind kind, String where, String why) {
  /// The kinds, each with a stable name.
  public enum Kind {
    /// A manifest cannot be read.
    MALFORMED,
    /// Its signature is not that of the key it names.
    FORGED_SIGNATURE,
    /// No key that is known signed it.
    UNKNOWN_SIGNER,
    /// It is of another log, or lies under the name of another day.
    MISPLACED,
    /// A day has no manifest.
    DAY_MISSING,
    /// It does not name the manifest before it.
    NOT_LINKED,
    /// Its entries do not begin where those of the day before ended.
    NOT_CONTINUOUS,
    /// Its tree is not that of its checkpoint, or of its entries.
    TREE_DIFFERS,
    /// A file that it names is not there.
    FILE_MISSING,
    /// A file is not what the manifest says.
    FILE_DIFFERS,
    /// The store holds something that nobody of ours put there.
    IRREGULAR
  }
}
