// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Hashes, message authentication codes, and the identifiers made of them.
final class Digests {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");

  private Digests() {}

  static List<Builtin> table() {
    return List.of(
        hash("crypto.md5", "MD5"),
        hash("crypto.sha1", "SHA-1"),
        hash("crypto.sha256", "SHA-256"),
        mac("crypto.hmac.md5", "HmacMD5"),
        mac("crypto.hmac.sha1", "HmacSHA1"),
        mac("crypto.hmac.sha256", "HmacSHA256"),
        mac("crypto.hmac.sha512", "HmacSHA512"),
        new Builtin("crypto.hmac.equal", 2, (c, a) -> equal(a)),
        new Builtin("uuid.parse", 1, (c, a) -> parseUuid(Args.text(a, 0))),
        new Builtin("uuid.rfc4122", 1, (c, a) -> uuid(c, Args.text(a, 0))),
        new Builtin("rand.intn", 2, (c, a) -> random(c, a)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Builtin hash(String name, String algorithm) {
    return new Builtin(name, 1, (c, a) -> hex(digest(algorithm, bytes(Args.text(a, 0)))));
  }

  private static Builtin mac(String name, String algorithm) {
    return new Builtin(
        name, 2, (c, a) -> hex(mac(algorithm, bytes(Args.text(a, 1)), bytes(Args.text(a, 0)))));
  }

  private static Value hex(byte[] bytes) {
    return Value.of(HexFormat.of().formatHex(bytes));
  }

  static byte[] digest(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + algorithm, e);
    }
  }

  static byte[] mac(String algorithm, byte[] key, byte[] content) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no " + algorithm, e);
    }
  }

  private static Value equal(Value[] args) {
    return Value.of(MessageDigest.isEqual(bytes(Args.text(args, 0)), bytes(Args.text(args, 1))));
  }

  /// Bytes that depend on the instant of the evaluation and a key alone, so that the same question
  /// has the same answer within an evaluation and in its replay.
  private static byte[] derived(BuiltinContext context, String kind, String key) {
    return digest("SHA-256", bytes(kind + "\0" + context.nowNanos() + "\0" + key));
  }

  private static Value uuid(BuiltinContext context, String key) {
    byte[] bytes = derived(context, "uuid", key);
    bytes[6] = (byte) ((bytes[6] & 0x0F) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3F) | 0x80);
    String hex = HexFormat.of().formatHex(bytes, 0, 16);
    return Value.of(
        String.join(
            "-",
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20)));
  }

  private static Value random(BuiltinContext context, Value[] args) {
    BigInteger bound = Args.integer(args, 1).abs();
    if (bound.signum() == 0) {
      return Value.of(0);
    }
    byte[] bytes = derived(context, "rand" + bound, Args.text(args, 0));
    return Value.Num.of(new BigInteger(1, bytes).mod(bound));
  }

  private static Value parseUuid(String text) {
    String bare = text.toLowerCase(java.util.Locale.ROOT);
    if (bare.startsWith("urn:uuid:")) {
      bare = bare.substring(9);
    } else if (bare.startsWith("{") && bare.endsWith("}")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    if (!UUID.matcher(bare).matches()) {
      throw BuiltinException.failed("invalid UUID '" + text + "'");
    }
    byte[] bytes = HexFormat.of().parseHex(bare.replace("-", ""));
    var parts = new ObjectValue.Builder(8);
    int version = (bytes[6] & 0xF0) >> 4;
    parts.put(Value.of("version"), Value.of(version));
    parts.put(Value.of("variant"), Value.of(variant(bytes[8] & 0xFF)));
    if (version == 1 || version == 2) {
      timed(bytes, version, parts);
    }
    return parts.build();
  }

  private static String variant(int octet) {
    if ((octet & 0xC0) == 0x80) {
      return "RFC4122";
    }
    return (octet & 0xE0) == 0xC0 ? "Microsoft" : (octet & 0xE0) == 0xE0 ? "Future" : "Reserved";
  }

  private static void timed(byte[] bytes, int version, ObjectValue.Builder parts) {
    var buffer = ByteBuffer.wrap(bytes);
    long low = buffer.getInt(0) & 0xFFFFFFFFL;
    long middle = buffer.getShort(4) & 0xFFFFL;
    long high = buffer.getShort(6) & 0x0FFFL;
    long ticks = (high << 48 | middle << 32 | low) - 0x01B21DD213814000L;
    parts.put(Value.of("time"), Value.of(ticks * 100));
    parts.put(Value.of("clocksequence"), Value.of(buffer.getShort(8) & 0x3FFFL));
    parts.put(Value.of("nodeid"), Value.of(HexFormat.ofDelimiter("-").formatHex(bytes, 10, 16)));
    String scope = (bytes[10] & 2) != 0 ? "local" : "global";
    String cast = (bytes[10] & 1) != 0 ? "multicast" : "unicast";
    parts.put(Value.of("macvariables"), Value.of(scope + ":" + cast));
    if (version == 2) {
      parts.put(Value.of("id"), Value.of(low));
      String domain =
          switch (bytes[9]) {
            case 0 -> "Person";
            case 1 -> "Group";
            case 2 -> "Org";
            default -> "Domain" + bytes[9];
          };
      parts.put(Value.of("domain"), Value.of(domain));
    }
  }
}
