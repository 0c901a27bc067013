// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/// A P-256 key in a PKCS#11 token: made there, never outside of it.
public final class TokenSigner implements CheckpointSigner {
  private static final String ALGORITHM = "SHA256withECDSA";

  private final VerifierKey publicKey;
  private final PrivateKey key;
  private final Provider provider;

  private TokenSigner(VerifierKey publicKey, PrivateKey key, Provider provider) {
    this.publicKey = publicKey;
    this.key = key;
    this.provider = provider;
  }

  /// Where the key is.
  ///
  /// @param library of the token's maker, such as `/usr/lib/softhsm/libsofthsm2.so`
  /// @param slotIndex which of its slots, from 0
  /// @param pin opens the token
  /// @param alias names the key in the token
  public record Token(Path library, int slotIndex, Secret pin, String alias) {}

  /// Makes a key in the token, which does not give it away.
  ///
  /// @throws AtomException CONFLICT when there is one of this alias already; BAD_CONFIGURATION when
  ///   the token cannot be used
  public static void make(Token token) {
    try {
      Provider provider = provider(token);
      KeyStore keys = open(token, provider);
      if (keys.containsAlias(token.alias())) {
        throw new AtomException(
            ErrorCode.CONFLICT,
            "the token has a key " + token.alias() + " already: choose another");
      }
      var generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      var certificate = TokenCertificate.of(token.alias(), pair, provider);
      keys.setKeyEntry(token.alias(), pair.getPrivate(), null, new X509Certificate[] {certificate});
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(token, e);
    }
  }

  /// The key of the token that signs as `name`.
  ///
  /// @throws AtomException BAD_CONFIGURATION when the token cannot be used or has no such key
  public static TokenSigner open(Token token, String name) {
    try {
      Provider provider = provider(token);
      KeyStore keys = open(token, provider);
      if (!(keys.getKey(token.alias(), null) instanceof PrivateKey key)) {
        throw new GeneralSecurityException("it has no key " + token.alias());
      }
      // SECURITY(T-23): a key that could leave the token is no better than a file
      if (key.getEncoded() != null) {
        throw new GeneralSecurityException("its key " + token.alias() + " can be read out");
      }
      var certificate = keys.getCertificate(token.alias());
      var publicKey = VerifierKey.of(name, KeyType.ECDSA_P256, software(certificate));
      return new TokenSigner(publicKey, key, provider);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unusable(token, e);
    }
  }

  /// The public key outside the token, so that anybody's provider can verify.
  private static PublicKey software(Certificate certificate) throws GeneralSecurityException {
    var encoded = new X509EncodedKeySpec(certificate.getPublicKey().getEncoded());
    return KeyFactory.getInstance("EC").generatePublic(encoded);
  }

  private static Provider provider(Token token) {
    String settings =
        """
        --name=atom-%d
        library=%s
        slotListIndex=%d
        attributes(generate,CKO_PRIVATE_KEY,CKK_EC) = {
          CKA_SENSITIVE = true
          CKA_EXTRACTABLE = false
        }
        """
            .formatted(token.slotIndex(), token.library(), token.slotIndex());
    try {
      return Security.getProvider("SunPKCS11").configure(settings);
    } catch (RuntimeException e) {
      throw unusable(token, e);
    }
  }

  private static KeyStore open(Token token, Provider provider)
      throws GeneralSecurityException, IOException {
    char[] pin = token.pin().reveal().toCharArray();
    try {
      var keys = KeyStore.getInstance("PKCS11", provider);
      keys.load(null, pin);
      return keys;
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static AtomException unusable(Token token, Exception e) {
    return new AtomException(
        ErrorCode.BAD_CONFIGURATION,
        "the token in slot "
            + token.slotIndex()
            + " of "
            + token.library()
            + " cannot be used: "
            + (e.getCause() == null ? e : e.getCause())
            + "; make its key with ./atom audit key --library",
        e);
  }

  @Override
  public VerifierKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance(ALGORITHM, provider);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "the token of " + publicKey.name() + " does not sign",
          e);
    }
  }
}
