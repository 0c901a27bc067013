// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 (FIPS 180-4), as bytes and as lower-case hex.
public final class Sha256 {
  private static final HexFormat HEX = HexFormat.of();

  // Looking a digest up among the providers costs more than a short digest itself.
  private static final ThreadLocal<MessageDigest> OWN = ThreadLocal.withInitial(Sha256::digest);

  private Sha256() {}

  /// The digest of `bytes`, 32 bytes.
  public static byte[] of(byte[] bytes) {
    return OWN.get().digest(bytes);
  }

  /// The digest of the UTF-8 form of `text`, 64 lower-case hex characters.
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The digest of `bytes`, 64 lower-case hex characters.
  public static String hex(byte[] bytes) {
    return HEX.formatHex(of(bytes));
  }

  /// A fresh digest, for input that comes in parts.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
