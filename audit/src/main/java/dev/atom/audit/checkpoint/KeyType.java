// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

/// What a key's signatures are, by the byte that the standard gives it.
public enum KeyType {
  /// Ed25519 over the note's text.
  ED25519(0x01),
  /// ECDSA on P-256 over SHA-256 of the note's text, in DER.
  ECDSA_P256(0x02),
  /// A witness's Ed25519 over the time and the note's text.
  COSIGNATURE_ED25519(0x04);

  private final int code;

  KeyType(int code) {
    this.code = code;
  }

  /// The byte of the standard.
  int code() {
    return code;
  }

  /// Whether its keys sign what a witness saw rather than what a log says.
  boolean cosigns() {
    return this == COSIGNATURE_ED25519;
  }

  static KeyType of(int code) throws FormatException {
    for (KeyType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new FormatException(
        FormatFault.UNKNOWN_KEY_TYPE,
        "no key here has the type " + code + "; 1, 2 and 4 are known");
  }
}
