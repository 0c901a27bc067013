// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import dev.atom.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public key and the name it signs under. As text it is a vkey, `name+id+key`, which is all that
/// an outsider needs to check a checkpoint.
public final class VerifierKey {
  private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ED25519_BYTES = 32;
  private static final int P256_BITS = 256;

  private final String name;
  private final KeyType type;
  private final byte[] material;
  private final PublicKey key;
  private final int id;

  private VerifierKey(String name, KeyType type, byte[] material, PublicKey key) {
    this.name = name;
    this.type = type;
    this.material = material;
    this.key = key;
    this.id = id(name, type, material);
  }

  /// The key of `name`.
  ///
  /// @throws IllegalArgumentException when name or key cannot be used with this type
  public static VerifierKey of(String name, KeyType type, PublicKey key) {
    try {
      byte[] spki = key.getEncoded();
      byte[] material =
          type == KeyType.ECDSA_P256
              ? spki
              : Arrays.copyOfRange(spki, ED25519_SPKI.length, spki.length);
      return of(StrictText.keyName(name), type, material);
    } catch (FormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// Reads a vkey.
  public static VerifierKey parse(String text) throws FormatException {
    int idAt = text.indexOf('+');
    int keyAt = text.indexOf('+', idAt + 1);
    if (idAt < 1 || keyAt != idAt + 9) {
      throw new FormatException(FormatFault.BAD_VERIFIER_KEY, "'" + text + "' is not name+id+key");
    }
    byte[] typed = StrictText.base64(text.substring(keyAt + 1), "verifier key");
    if (typed.length < 2) {
      throw new FormatException(FormatFault.BAD_VERIFIER_KEY, "'" + text + "' holds no key");
    }
    var key =
        of(
            StrictText.keyName(text.substring(0, idAt)),
            KeyType.of(typed[0]),
            Arrays.copyOfRange(typed, 1, typed.length));
    if (!text.substring(idAt + 1, keyAt).equals(key.idText())) {
      throw new FormatException(
          FormatFault.BAD_VERIFIER_KEY, "'" + text + "' has another id than its key");
    }
    return key;
  }

  private static VerifierKey of(String name, KeyType type, byte[] material) throws FormatException {
    try {
      return switch (type) {
        case ECDSA_P256 -> new VerifierKey(name, type, material, p256(material));
        case ED25519, COSIGNATURE_ED25519 ->
            new VerifierKey(name, type, material, ed25519(material));
      };
    } catch (GeneralSecurityException e) {
      throw new FormatException(
          FormatFault.BAD_VERIFIER_KEY, "the key of " + name + " is no " + type + " key");
    }
  }

  private static PublicKey ed25519(byte[] material) throws GeneralSecurityException {
    if (material.length != ED25519_BYTES) {
      throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
    }
    byte[] spki = Arrays.copyOf(ED25519_SPKI, ED25519_SPKI.length + ED25519_BYTES);
    System.arraycopy(material, 0, spki, ED25519_SPKI.length, ED25519_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
  }

  private static PublicKey p256(byte[] spki) throws GeneralSecurityException {
    PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
    if (!(key instanceof ECPublicKey ec)
        || ec.getParams().getOrder().bitLength() != P256_BITS
        || !Arrays.equals(key.getEncoded(), spki)) {
      throw new GeneralSecurityException("not a P-256 key in its one form");
    }
    return key;
  }

  private static int id(String name, KeyType type, byte[] material) {
    var digest = Sha256.digest();
    if (type != KeyType.ECDSA_P256) {
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      digest.update((byte) type.code());
    }
    byte[] hash = digest.digest(material);
    return NoteSignature.int4(hash, 0);
  }

  /// Under which name it signs.
  public String name() {
    return name;
  }

  /// What its signatures are.
  public KeyType type() {
    return type;
  }

  /// Tells keys of one name apart: four bytes of a hash.
  public int id() {
    return id;
  }

  private String idText() {
    return HexFormat.of().toHexDigits(id);
  }

  /// Whether `signature` is this key's over `message`.
  boolean verifies(byte[] message, byte[] signature) {
    try {
      var verifier =
          Signature.getInstance(type == KeyType.ECDSA_P256 ? "SHA256withECDSA" : "Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// The vkey.
  public String text() {
    var typed = new byte[material.length + 1];
    typed[0] = (byte) type.code();
    System.arraycopy(material, 0, typed, 1, material.length);
    return name + "+" + idText() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
