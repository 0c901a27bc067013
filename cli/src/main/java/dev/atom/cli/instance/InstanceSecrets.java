// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.PrivateFiles;
import dev.atom.identity.SignatureProviders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The secrets of one instance, each made once, random, in a 0600 file.
///
/// The token signing key lies with studio only; GATE's folder holds its public half and nothing
/// that could sign.
final class InstanceSecrets {
  private static final int TOKEN_KEY_BITS = 4096;
  private final DataFolder data;
  private final SecureRandom random;

  InstanceSecrets(DataFolder data, SecureRandom random) {
    this.data = data;
    this.random = random;
  }

  /// Makes what is missing. What is there is never replaced: old entries and tokens depend on it.
  void ensure(boolean firstStart) {
    ensureHex(data.hmacSecret());
    ensureHex(data.encryptionKey());
    ensureTokenKeys();
    if (!Files.exists(data.checkpointKey())) {
      SigningKeyFile.make(data.checkpointKey(), random);
    }
    if (!Files.exists(data.witnessKey())) {
      SigningKeyFile.make(data.witnessKey(), random);
    }
    if (firstStart && !Files.exists(data.adminPassword())) {
      PrivateFiles.write(data.adminPassword(), text(18) + "\n");
    }
  }

  private void ensureHex(Path file) {
    if (!Files.exists(file)) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      PrivateFiles.write(file, HexFormat.of().formatHex(bytes) + "\n");
    }
  }

  private String text(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }

  private void ensureTokenKeys() {
    Path privateKey = signingKey(data);
    Path publicKey = verifyingKey(data, DataFolder.STUDIO);
    if (!Files.exists(privateKey) || !Files.exists(publicKey)) {
      KeyPair keys = newTokenKeys();
      PrivateFiles.write(publicKey, PemFiles.pem("PUBLIC KEY", keys.getPublic().getEncoded()));
      PrivateFiles.write(privateKey, PemFiles.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }
    PrivateFiles.write(verifyingKey(data, DataFolder.GATE), PrivateFiles.read(publicKey) + "\n");
  }

  private KeyPair newTokenKeys() {
    try {
      // Some ten seconds by the JDK while it is cold, half of one by Conscrypt.
      var generator = KeyPairGenerator.getInstance("RSA", SignatureProviders.preferred());
      generator.initialize(TOKEN_KEY_BITS, random);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AtomException(ErrorCode.INTERNAL, "every JDK has RSA", e);
    }
  }

  static Path signingKey(DataFolder data) {
    return data.etc(DataFolder.STUDIO).resolve("jwt_private.pem");
  }

  static Path verifyingKey(DataFolder data, String process) {
    return data.etc(process).resolve("jwt_public.pem");
  }
}
