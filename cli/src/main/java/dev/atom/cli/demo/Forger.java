// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.PemFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes forgeries out of a genuine token, each wrong in one thing.
///
/// The demo owns its instance, so it has the signing key that no attacker has: only with it can one
/// show that a well-signed token with a wrong claim is refused for that claim.
final class Forger {
  private final String genuine;
  private final PrivateKey key;
  private final Path publicKey;
  private final InstantSource clock;

  Forger(DataFolder data, String genuine, InstantSource clock) {
    this.genuine = genuine;
    this.key = PemFiles.privateKey(data.etc(DataFolder.STUDIO).resolve("jwt_private.pem"), "RSA");
    this.publicKey = data.etc(DataFolder.GATE).resolve("jwt_public.pem");
    this.clock = clock;
  }

  /// Nothing forged: the same claims, signed anew.
  String faithful() {
    return claiming(_ -> {});
  }

  /// Algorithm `none` and no signature.
  String unsigned() {
    return input("none", _ -> {}) + ".";
  }

  /// HS256 with the text of the public key as the secret.
  String signedWithPublicKey() {
    String input = input("HS256", _ -> {});
    try {
      byte[] secret = (PrivateFiles.read(publicKey) + "\n").getBytes(StandardCharsets.UTF_8);
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + encoded(mac.doFinal(bytes(input)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC", e);
    }
  }

  /// The right key with RS512.
  String rs512() {
    return signed(input("RS512", _ -> {}), "SHA512withRSA");
  }

  /// The right key with the right algorithm, and one claim that is wrong.
  String claiming(String claim, String value) {
    return claiming(claims -> claims.put(claim, value));
  }

  /// The right key, issued two hours ago for one hour.
  String expired() {
    long now = clock.instant().getEpochSecond();
    return claiming(claims -> claims.put("iat", now - 7200).put("exp", now - 3600));
  }

  private String claiming(Consumer<ObjectNode> change) {
    return signed(input("RS256", change), "SHA256withRSA");
  }

  private String input(String algorithm, Consumer<ObjectNode> change) {
    String[] parts = genuine.split("\\.");
    ObjectNode header = decoded(parts[0]).put("alg", algorithm);
    ObjectNode claims = decoded(parts[1]);
    change.accept(claims);
    return encoded(bytes(Json.line(header))) + "." + encoded(bytes(Json.line(claims)));
  }

  private String signed(String input, String algorithm) {
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(bytes(input));
      return input + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /// One part of a token as JSON.
  static ObjectNode decoded(String part) {
    byte[] json = Base64.getUrlDecoder().decode(part);
    return (ObjectNode) Json.parse(new String(json, StandardCharsets.UTF_8), "the token");
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
