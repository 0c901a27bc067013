// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Public keys of tokens: from certificates and public keys in PEM, and from JSON key sets.
final class JwtKeys {
  private JwtKeys() {}

  /// A public key with the identifier a key set gives it.
  record Key(@Nullable String id, PublicKey key) {}

  static List<Key> read(String text) {
    try {
      if (text.contains("-----BEGIN CERTIFICATE-----")) {
        var factory = CertificateFactory.getInstance("X.509");
        var stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return List.of(new Key(null, factory.generateCertificate(stream).getPublicKey()));
      }
      if (text.contains("-----BEGIN")) {
        return List.of(new Key(null, pem(text)));
      }
      return keySet(Encodings.json(text));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw BuiltinException.failed("failed to parse a PEM key: " + e.getMessage());
    }
  }

  private static PublicKey pem(String text) throws GeneralSecurityException {
    String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(spec);
      } catch (GeneralSecurityException e) {
        // The next algorithm may know the key.
      }
    }
    throw new GeneralSecurityException("unknown kind of public key");
  }

  private static List<Key> keySet(Value json) throws GeneralSecurityException {
    var keys = new ArrayList<Key>();
    List<Value> entries =
        json instanceof ObjectValue set && set.get("keys") instanceof Value.Arr several
            ? several.items()
            : List.of(json);
    for (Value entry : entries) {
      PublicKey key = entry instanceof ObjectValue jwk ? jwk(jwk) : null;
      if (key != null && entry instanceof ObjectValue jwk) {
        keys.add(new Key(jwk.get("kid") instanceof Value.Str id ? id.text() : null, key));
      }
    }
    return keys;
  }

  private static @Nullable PublicKey jwk(ObjectValue jwk) throws GeneralSecurityException {
    return switch (member(jwk, "kty")) {
      case "RSA" ->
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
      case "EC" -> {
        String curve =
            switch (member(jwk, "crv")) {
              case "P-384" -> "secp384r1";
              case "P-521" -> "secp521r1";
              default -> "secp256r1";
            };
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        var point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        yield KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
      }
      case "OKP" -> {
        byte[] bytes = Jwts.bytes(member(jwk, "x"));
        boolean odd = bytes.length > 0 && (bytes[bytes.length - 1] & 0x80) != 0;
        var reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
          reversed[i] = bytes[bytes.length - 1 - i];
        }
        if (reversed.length > 0) {
          reversed[0] &= 0x7F;
        }
        var point = new EdECPoint(odd, new BigInteger(1, reversed));
        yield KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
      }
      default -> null;
    };
  }

  private static String member(ObjectValue jwk, String name) {
    return jwk.get(name) instanceof Value.Str text ? text.text() : "";
  }

  private static BigInteger number(ObjectValue jwk, String name) {
    return new BigInteger(1, Jwts.bytes(member(jwk, name)));
  }

  /// Whether a signature is that of a key; false for a key of another kind.
  static boolean verifies(PublicKey key, String algorithm, byte[] signed, byte[] signature) {
    try {
      Signature verifier = verifier(key, algorithm);
      if (verifier == null) {
        return false;
      }
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static @Nullable Signature verifier(PublicKey key, String algorithm)
      throws GeneralSecurityException {
    String size = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" ->
          key instanceof RSAPublicKey ? Signature.getInstance("SHA" + size + "withRSA") : null;
      case "PS" -> key instanceof RSAPublicKey ? pss(size) : null;
      case "ES" ->
          key instanceof ECPublicKey
              ? Signature.getInstance("SHA" + size + "withECDSAinP1363Format")
              : null;
      case "Ed" -> key.getAlgorithm().startsWith("Ed") ? Signature.getInstance("Ed25519") : null;
      default -> null;
    };
  }

  private static Signature pss(String size) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("RSASSA-PSS");
    String hash = "SHA-" + size;
    verifier.setParameter(
        new PSSParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(size) / 8, 1));
    return verifier;
  }
}
