// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.token;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.identity.TokenKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/// The RSA key that signs every token, with its public half. The most precious thing studio holds:
/// it is read once, and only [TokenIssuer] uses the private half.
public final class SigningKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final RSAPrivateCrtKey privateKey;
  private final RSAPublicKey publicKey;

  private SigningKey(RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /// Reads the pair and checks that it is one.
  ///
  /// @throws AtomException BAD_CONFIGURATION naming the file when it holds no PKCS#8 RSA key, a
  ///   weaker one than 4096 bits, or when the public key belongs to another
  public static SigningKey read(Path privatePem, Path publicPem) {
    var privateKey = privateKey(privatePem);
    int bits = privateKey.getModulus().bitLength();
    if (bits < TokenKeys.OWN_BITS_MIN) {
      throw bad(
          privatePem
              + " holds an RSA key of "
              + bits
              + " bits; at least "
              + TokenKeys.OWN_BITS_MIN
              + " are needed: openssl genrsa 4096",
          null);
    }
    var publicKey = publicHalf(privateKey);
    if (TokenKeys.fromPemFiles(java.util.List.of(publicPem))
        .find(TokenKeys.keyId(publicKey))
        .isEmpty()) {
      throw bad(
          publicPem
              + " is not the public half of "
              + privatePem
              + ": openssl pkey -pubout makes it",
          null);
    }
    return new SigningKey(privateKey, publicKey);
  }

  /// The key id in the header of every token it signs.
  public String keyId() {
    return TokenKeys.keyId(publicKey);
  }

  /// The keys with which its tokens are verified.
  public TokenKeys verification() {
    return TokenKeys.of(java.util.List.of(publicKey));
  }

  RSAPrivateCrtKey privateKey() {
    return privateKey;
  }

  private static RSAPrivateCrtKey privateKey(Path file) {
    try {
      var pem = Files.readString(file, StandardCharsets.US_ASCII);
      int begin = pem.indexOf(BEGIN);
      int end = pem.indexOf(END);
      if (begin < 0 || end < begin) {
        throw bad(
            file + " holds no PRIVATE KEY block (PKCS#8); openssl pkcs8 -topk8 -nocrypt writes it",
            null);
      }
      var bytes = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes))
          instanceof RSAPrivateCrtKey key) {
        return key;
      }
      throw bad(file + " holds an RSA key without its prime factors", null);
    } catch (IOException e) {
      throw bad("the private key file " + file + " cannot be read: " + e, e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // SECURITY(T-13): the cause may quote key material, so it stays behind
      throw bad(file + " holds no usable RSA private key", null);
    }
  }

  private static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
    try {
      BigInteger modulus = key.getModulus();
      var spec = new RSAPublicKeySpec(modulus, key.getPublicExponent());
      return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static AtomException bad(
      String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new AtomException(ErrorCode.BAD_CONFIGURATION, message, cause);
  }
}
