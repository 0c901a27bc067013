// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Mints tokens as studio does, and forgeries as an attacker would, with a given key pair.
///
/// Claims are plain maps, so that a test changes exactly one of them: `put` replaces, `remove`
/// drops.
public final class TestTokens {
  /// The issuer of valid tokens.
  public static final String ISSUER = "atom-studio";

  /// The audience of valid tokens.
  public static final String AUDIENCE = "atom-gate";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyPair keys;
  private final String keyId;

  public TestTokens(KeyPair keys) {
    this.keys = keys;
    this.keyId = keyId(keys);
  }

  /// Tokens signed by [TestKeys#signing()].
  public static TestTokens shared() {
    return new TestTokens(TestKeys.signing());
  }

  /// The key id of the pair: the first 16 hex characters of the SHA-256 of its SPKI encoding.
  public String keyId() {
    return keyId;
  }

  /// The claims of a valid agent token, valid for 90 days from `issuedAt`.
  public Map<String, Object> agentClaims(
      String agentId, String domainId, String kind, Instant issuedAt) {
    Map<String, Object> claims = common(issuedAt, Duration.ofDays(90));
    claims.put("sub", "agent-" + agentId);
    claims.put("type", "agent");
    claims.put("kind", kind);
    claims.put("agent_id", agentId);
    claims.put("domain_id", domainId);
    claims.put("aud", AUDIENCE);
    return claims;
  }

  /// The claims of a valid human access token, valid for 15 minutes from `issuedAt`.
  public Map<String, Object> humanClaims(String userId, String role, Instant issuedAt) {
    Map<String, Object> claims = common(issuedAt, Duration.ofMinutes(15));
    claims.put("sub", userId);
    claims.put("type", "human");
    claims.put("role", role);
    claims.put("aud", List.of("atom-studio", AUDIENCE));
    return claims;
  }

  /// A valid agent token.
  public String agent(String agentId, String domainId, String kind, Instant issuedAt) {
    return sign(agentClaims(agentId, domainId, kind, issuedAt));
  }

  /// A valid human access token.
  public String human(String userId, String role, Instant issuedAt) {
    return sign(humanClaims(userId, role, issuedAt));
  }

  /// Any claims under the valid header and a good signature.
  public String sign(Map<String, Object> claims) {
    return sign(header(), claims);
  }

  /// Any claims under any header, signed RS256 whatever the header says.
  public String sign(Map<String, Object> header, Map<String, Object> claims) {
    return sign(header, claims, JWSAlgorithm.RS256, keys.getPrivate());
  }

  /// The valid header; changeable.
  public Map<String, Object> header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "RS256");
    header.put("typ", "JWT");
    header.put("kid", keyId);
    return header;
  }

  /// Forgery: algorithm `none` and an empty signature.
  public String unsigned(Map<String, Object> claims) {
    Map<String, Object> header = header();
    header.put("alg", "none");
    return input(header, claims) + ".";
  }

  /// Forgery: HS256 with the text of the public key's PEM as the secret.
  public String signedWithPublicKeyAsSecret(Map<String, Object> claims) {
    Map<String, Object> header = header();
    header.put("alg", "HS256");
    String input = input(header, claims);
    byte[] secret = TestKeys.pem(keys.getPublic()).getBytes(StandardCharsets.UTF_8);
    try {
      var signature = new MACSigner(secret).sign(new JWSHeader(JWSAlgorithm.HS256), bytes(input));
      return input + "." + signature;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Forgery: another RSA algorithm, such as RS512 or PS256, with the right key.
  public String signedWith(String algorithm, Map<String, Object> claims) {
    Map<String, Object> header = header();
    header.put("alg", algorithm);
    return sign(header, claims, JWSAlgorithm.parse(algorithm), keys.getPrivate());
  }

  /// Forgery: the known key id with a stranger's signature.
  public String signedByStranger(Map<String, Object> claims) {
    return sign(header(), claims, JWSAlgorithm.RS256, TestKeys.stranger().getPrivate());
  }

  /// Forgery: `compact` with other claims under its old signature.
  public String withPayload(String compact, Map<String, Object> claims) {
    return compact.substring(0, compact.indexOf('.') + 1)
        + encode(claims)
        + compact.substring(compact.lastIndexOf('.'));
  }

  private static String sign(
      Map<String, Object> header,
      Map<String, Object> claims,
      JWSAlgorithm algorithm,
      PrivateKey key) {
    String input = input(header, claims);
    try {
      return input + "." + new RSASSASigner(key).sign(new JWSHeader(algorithm), bytes(input));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> common(Instant issuedAt, Duration life) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("jti", new UUID(RANDOM.nextLong(), RANDOM.nextLong()).toString());
    claims.put("iat", issuedAt.getEpochSecond());
    claims.put("exp", issuedAt.plus(life).getEpochSecond());
    return claims;
  }

  private static String input(Map<String, Object> header, Map<String, Object> claims) {
    return encode(header) + "." + encode(claims);
  }

  private static String encode(Map<String, Object> json) {
    return Base64URL.encode(JSONObjectUtils.toJSONString(json)).toString();
  }

  private static byte[] bytes(String input) {
    return input.getBytes(StandardCharsets.US_ASCII);
  }

  private static String keyId(KeyPair keys) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
