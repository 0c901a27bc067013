// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells whether bytes hold an RSA private key with one of the given moduli, as PEM, DER (PKCS#8 or
/// PKCS#1), JWK or base64 of one of these; or something that may and cannot be read.
final class PrivateKeyMatcher {
  private static final String FOUND = "a private key that signs these tokens";
  private static final byte[] PKCS8_RSA_PREFIX = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private final Set<BigInteger> moduli = new HashSet<>();

  PrivateKeyMatcher(Collection<RSAPublicKey> keys) {
    keys.forEach(key -> moduli.add(key.getModulus()));
  }

  /// What is wrong with this content; empty when nothing is.
  Optional<String> judge(byte[] content) {
    if (content.length > 4 && content[0] == 0x30) {
      return judgeDer(content);
    }
    if (isJavaKeystore(content)) {
      return Optional.of("a Java keystore, which cannot be looked into");
    }
    return judgeText(new String(content, StandardCharsets.ISO_8859_1));
  }

  /// As [#judge(byte\[\])], for text; line ends may be written as backslash n.
  Optional<String> judgeText(String text) {
    if (text.contains("-----BEGIN ")) {
      return judgePem(Pem.blocks(text.replace("\\n", "\n")));
    }
    if (text.contains("\"kty\"")) {
      return judgeJwk(text);
    }
    return judgeBase64(text);
  }

  private Optional<String> judgePem(List<Pem> blocks) {
    for (Pem block : blocks) {
      if (!block.isPrivateKey() || block.label().equals("EC PRIVATE KEY")) {
        continue;
      }
      Optional<String> finding = judgeKeyBlock(block);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  private Optional<String> judgeKeyBlock(Pem block) {
    boolean plain = block.label().equals("PRIVATE KEY") || block.label().equals("RSA PRIVATE KEY");
    if (!plain || block.encrypted()) {
      return Optional.of("an encrypted private key, which cannot be looked into");
    }
    return block.bytes().isEmpty()
        ? Optional.of("a damaged private key, which cannot be looked into")
        : judgeDer(block.bytes().copy());
  }

  private Optional<String> judgeDer(byte[] der) {
    if (isPkcs12(der)) {
      return Optional.of("a PKCS#12 keystore, which cannot be looked into");
    }
    return matches(der) || matches(wrapPkcs1(der)) ? Optional.of(FOUND) : Optional.empty();
  }

  private boolean matches(byte[] pkcs8) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return key instanceof RSAPrivateKey rsa && moduli.contains(rsa.getModulus());
    } catch (GeneralSecurityException notAnRsaKey) {
      return false;
    }
  }

  private Optional<String> judgeJwk(String text) {
    try {
      for (JWK key : keysOf(text)) {
        if (key instanceof RSAKey rsa
            && rsa.isPrivate()
            && moduli.contains(rsa.toRSAPublicKey().getModulus())) {
          return Optional.of(FOUND);
        }
      }
    } catch (ParseException | JOSEException notKeys) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static List<JWK> keysOf(String text) throws ParseException {
    return text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
  }

  private Optional<String> judgeBase64(String text) {
    String compact = text.strip();
    if (compact.length() < 64 || !(compact.startsWith("MI") || compact.startsWith("LS0t"))) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getMimeDecoder().decode(compact);
      return decoded.length > 0 && decoded[0] == '-'
          ? judgePem(Pem.blocks(new String(decoded, StandardCharsets.ISO_8859_1)))
          : judgeDer(decoded);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /// PFX begins SEQUENCE, INTEGER 3.
  private static boolean isPkcs12(byte[] der) {
    int content = (der[1] & 0x80) == 0 ? 2 : 2 + (der[1] & 0x7f);
    return content + 2 < der.length
        && der[content] == 0x02
        && der[content + 1] == 0x01
        && der[content + 2] == 0x03;
  }

  private static boolean isJavaKeystore(byte[] content) {
    return content.length > 4
        && (content[0] & 0xff) == 0xfe
        && (content[1] & 0xff) == 0xed
        && (content[2] & 0xff) == 0xfe
        && (content[3] & 0xff) == 0xed;
  }

  private static byte[] wrapPkcs1(byte[] pkcs1) {
    byte[] octets = tagged(0x04, pkcs1);
    byte[] content = new byte[PKCS8_RSA_PREFIX.length + octets.length];
    System.arraycopy(PKCS8_RSA_PREFIX, 0, content, 0, PKCS8_RSA_PREFIX.length);
    System.arraycopy(octets, 0, content, PKCS8_RSA_PREFIX.length, octets.length);
    return tagged(0x30, content);
  }

  /// Tag, length in its shortest form as DER wants it, content.
  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 5);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int from = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - from));
      out.write(length, from, length.length - from);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
