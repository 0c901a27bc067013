// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/// An Ed25519 key in a PEM file (PKCS#8) that only its owner may read: the signer of a development
/// instance, and one of two beside a token.
public final class SigningKeyFile implements CheckpointSigner {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "\n-----END PRIVATE KEY-----\n";
  private static final String ALGORITHM = "Ed25519";

  private final VerifierKey publicKey;
  private final PrivateKey key;

  private SigningKeyFile(VerifierKey publicKey, PrivateKey key) {
    this.publicKey = publicKey;
    this.key = key;
  }

  /// Makes a key and stores it, mode 0600, durably.
  ///
  /// @throws AtomException CONFLICT when the file exists: a key is never written over
  public static void make(Path file, SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, random);
      byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
      String pem =
          BEGIN + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + END;
      var mine = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(mine));
      Files.writeString(file, pem, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    } catch (FileAlreadyExistsException e) {
      throw new AtomException(
          ErrorCode.CONFLICT, file + " exists: a signing key is not written over; move it away", e);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the signing key " + file + " cannot be written: " + e, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes Ed25519 keys", e);
    }
  }

  /// Reads the key that signs as `name`.
  ///
  /// @param type ED25519 for a log, COSIGNATURE_ED25519 for a witness
  /// @throws AtomException BAD_CONFIGURATION when it cannot be used or others may read it
  public static SigningKeyFile open(Path file, String name, KeyType type) {
    if (type == KeyType.ECDSA_P256) {
      throw new IllegalArgumentException("key files hold Ed25519 keys");
    }
    try {
      refuseOpenFile(file);
      PrivateKey key = read(file);
      return new SigningKeyFile(VerifierKey.of(name, type, publicOf(key)), key);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(file, e.toString(), e);
    }
  }

  /// Never as text, which nobody could overwrite.
  private static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    byte[] pem = Files.readAllBytes(file);
    byte[] begin = BEGIN.getBytes(StandardCharsets.US_ASCII);
    byte[] end = END.getBytes(StandardCharsets.US_ASCII);
    byte[] body = {};
    byte[] encoded = {};
    try {
      int last = pem.length - end.length;
      if (last < begin.length
          || !Arrays.equals(pem, 0, begin.length, begin, 0, begin.length)
          || !Arrays.equals(pem, last, pem.length, end, 0, end.length)) {
        throw unusable(file, "it is not one PRIVATE KEY in PEM", null);
      }
      body = Arrays.copyOfRange(pem, begin.length, last);
      encoded = Base64.getMimeDecoder().decode(body);
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } finally {
      Arrays.fill(pem, (byte) 0);
      Arrays.fill(body, (byte) 0);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /// SECURITY(T-22): a signing key that others can read signs for others.
  private static void refuseOpenFile(Path file) throws IOException {
    var others =
        EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    others.retainAll(Files.getPosixFilePermissions(file));
    if (!others.isEmpty()) {
      throw unusable(file, "others may read or write it: chmod 600 it", null);
    }
  }

  private static AtomException unusable(Path file, String why, @Nullable Exception cause) {
    return new AtomException(
        ErrorCode.BAD_CONFIGURATION,
        "the signing key "
            + file
            + " cannot be used: "
            + why
            + "; make one with ./atom audit key --make "
            + file,
        cause);
  }

  /// PKCS#8 holds the seed only; the JDK derives the public half when it makes a pair from it.
  private static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException {
    if (!(key instanceof EdECPrivateKey ed)) {
      throw new GeneralSecurityException("not an Ed25519 key");
    }
    byte[] seed =
        ed.getBytes().orElseThrow(() -> new GeneralSecurityException("the key has no bytes"));
    var generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
    return generator.generateKeyPair().getPublic();
  }

  @Override
  public VerifierKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs", e);
    }
  }

  /// "Chance" that is the seed already drawn.
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
      Arrays.fill(seed, (byte) 0);
    }
  }
}
