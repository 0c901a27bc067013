// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

/// What is wrong with bytes that claim to be a note, a checkpoint, a proof or a key.
public enum FormatFault {
  /// Longer than anything of its kind.
  TOO_LONG,
  /// Not UTF-8.
  NOT_UTF8,
  /// A carriage return: only a line feed ends a line.
  CARRIAGE_RETURN,
  /// Another control character.
  CONTROL_CHARACTER,
  /// It ends within a line.
  NO_FINAL_NEWLINE,
  /// No blank line stands before the signatures.
  NO_BLANK_LINE,
  /// No signature follows the blank line.
  NO_SIGNATURE,
  /// More signatures than anybody needs.
  TOO_MANY_SIGNATURES,
  /// A line after the blank line is no signature line.
  MALFORMED_SIGNATURE_LINE,
  /// The same key signs twice.
  DUPLICATE_SIGNATURE,
  /// Base64 that is not the one standard form of its bytes.
  BASE64_NOT_CANONICAL,
  /// A key's name is empty, or holds white space or a plus sign.
  BAD_KEY_NAME,
  /// A verifier key that is not name, id and key, or whose id is not that of its key.
  BAD_VERIFIER_KEY,
  /// A key of a type that is not supported here.
  UNKNOWN_KEY_TYPE,
  /// A number with a leading zero.
  LEADING_ZERO,
  /// Something else where a decimal number must stand.
  NOT_A_NUMBER,
  /// A number of more digits than its kind can have.
  NUMBER_TOO_LONG,
  /// The first line is not an origin or not the name of the format.
  BAD_FIRST_LINE,
  /// Fewer lines than there must be.
  TOO_FEW_LINES,
  /// Lines where none may stand.
  UNEXPECTED_LINE,
  /// A hash is not 32 bytes.
  BAD_HASH_LENGTH,
  /// More hashes than a proof can need.
  TOO_MANY_HASHES,
  /// An index that is not in a tree of the size.
  INDEX_OUTSIDE
}
