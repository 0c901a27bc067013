// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import java.util.Arrays;
import java.util.Base64;

/// One signature line of a note: who says to have signed, and the bytes.
public final class NoteSignature {
  /// What a signature line begins with: an em dash and a space.
  private static final String DASH = "\u2014 ";

  private static final int ID_BYTES = 4;

  private final String name;
  private final int keyId;
  private final byte[] signature;

  private NoteSignature(String name, int keyId, byte[] signature) {
    this.name = name;
    this.keyId = keyId;
    this.signature = signature;
  }

  /// The line of `key`, whose signature is `signature`.
  static NoteSignature of(VerifierKey key, byte[] signature) {
    return new NoteSignature(key.name(), key.id(), signature.clone());
  }

  /// Reads a line without its line feed.
  public static NoteSignature parse(String line) throws FormatException {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw new FormatException(
          FormatFault.MALFORMED_SIGNATURE_LINE, "'" + line + "' is no signature line");
    }
    String name = StrictText.keyName(line.substring(DASH.length(), space));
    byte[] bytes = StrictText.base64(line.substring(space + 1), "signature of " + name);
    if (bytes.length <= ID_BYTES) {
      throw new FormatException(
          FormatFault.MALFORMED_SIGNATURE_LINE, "the signature of " + name + " is empty");
    }
    return new NoteSignature(
        name, int4(bytes, 0), Arrays.copyOfRange(bytes, ID_BYTES, bytes.length));
  }

  /// The signer's name.
  public String name() {
    return name;
  }

  /// The signer's key id.
  public int keyId() {
    return keyId;
  }

  byte[] signature() {
    return signature;
  }

  /// Whether `key` is the one that it says to be of.
  public boolean claims(VerifierKey key) {
    return keyId == key.id() && name.equals(key.name());
  }

  /// The line, without its line feed.
  public String line() {
    var bytes = new byte[ID_BYTES + signature.length];
    for (int i = 0; i < ID_BYTES; i++) {
      bytes[i] = (byte) (keyId >>> (24 - 8 * i));
    }
    System.arraycopy(signature, 0, bytes, ID_BYTES, signature.length);
    return DASH + name + " " + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that && line().equals(that.line());
  }

  @Override
  public int hashCode() {
    return line().hashCode();
  }

  @Override
  public String toString() {
    return line();
  }

  static int int4(byte[] bytes, int at) {
    int value = 0;
    for (int i = 0; i < ID_BYTES; i++) {
      value = value << 8 | Byte.toUnsignedInt(bytes[at + i]);
    }
    return value;
  }
}
