// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/// A key in memory, of any type.
public final class SoftSigner implements CheckpointSigner {
  private final VerifierKey publicKey;
  private final KeyPair pair;

  /// A new key that signs as `name`.
  public SoftSigner(String name, KeyType type) {
    try {
      if (type == KeyType.ECDSA_P256) {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
      } else {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      }
      publicKey = VerifierKey.of(name, type, pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public VerifierKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature =
          Signature.getInstance(
              publicKey.type() == KeyType.ECDSA_P256 ? "SHA256withECDSA" : "Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
