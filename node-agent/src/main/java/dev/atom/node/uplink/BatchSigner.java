// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.protocol.AgentMessage.SignedBatch;
import dev.atom.protocol.Batch;
import dev.atom.protocol.Bytes;
import dev.atom.protocol.IntakeService;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/// Signs batches with the node's Ed25519 key, which comes from a file.
final class BatchSigner {
  private static final int KEY_ID_DIGITS = 16;

  private final PrivateKey key;
  private final String keyId;

  private BatchSigner(PrivateKey key, String keyId) {
    this.key = key;
    this.keyId = keyId;
  }

  /// Reads the private key (PKCS#8) and the public one (SubjectPublicKeyInfo) from one PEM file.
  ///
  /// @throws AtomException BAD_CONFIGURATION when there are no such keys
  static BatchSigner open(Path file) {
    byte[] secret = PemText.only(file, "PRIVATE KEY");
    byte[] known = PemText.only(file, "PUBLIC KEY");
    try {
      PrivateKey key =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(secret));
      return new BatchSigner(key, Sha256.hex(known).substring(0, KEY_ID_DIGITS));
    } catch (GeneralSecurityException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          file
              + " holds no Ed25519 key ("
              + e.getMessage()
              + "); make one with: openssl genpkey -algorithm ed25519 -out FILE",
          e);
    }
  }

  SignedBatch sign(Batch batch) {
    byte[] content = batch.toBytes();
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(IntakeService.signed(content));
      return new SignedBatch(new Bytes(content), new Bytes(signature.sign()), keyId);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was read can sign", e);
    }
  }

  /// The name of the key on the wire.
  String keyId() {
    return keyId;
  }
}
