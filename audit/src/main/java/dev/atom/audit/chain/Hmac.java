// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// HMAC-SHA-256 with a key that can be replaced, and HKDF on top of it. Not safe for use by two
/// threads.
final class Hmac {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] NO_SALT = new byte[32];

  private final Mac mac;

  Hmac(byte[] key) {
    try {
      this.mac = Mac.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
    rekey(key);
  }

  /// Goes on with another key; the padded forms of the one before are overwritten.
  void rekey(byte[] key) {
    try {
      mac.init(new Borrowed(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    }
  }

  void update(byte[] bytes, int from, int count) {
    mac.update(bytes, from, count);
  }

  void update(byte[] bytes) {
    mac.update(bytes);
  }

  byte[] end() {
    return mac.doFinal();
  }

  /// 32 bytes by RFC 5869, without salt.
  static byte[] hkdf(byte[] input, byte[] info) {
    var mac = new Hmac(NO_SALT);
    mac.update(input);
    byte[] extracted = mac.end();
    mac.rekey(extracted);
    mac.update(info);
    mac.update(new byte[] {1});
    byte[] made = mac.end();
    mac.rekey(NO_SALT);
    Arrays.fill(extracted, (byte) 0);
    return made;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// A key that leaves no copy of its own behind.
  private static final class Borrowed implements SecretKey {
    @Serial private static final long serialVersionUID = 1L;

    private final transient byte[] key;

    Borrowed(byte[] key) {
      this.key = key;
    }

    @Override
    public String getAlgorithm() {
      return ALGORITHM;
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return key.clone(); // HMAC overwrites what it is given
    }
  }
}
