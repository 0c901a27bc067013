// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/// A range of addresses: the first one, how many bits are fixed, and how many there are.
record Cidr(BigInteger first, int prefix, int width) implements Comparable<Cidr> {
  private static final Pattern V4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");
  private static final Comparator<Cidr> ORDER =
      Comparator.comparingInt(Cidr::width)
          .thenComparing(Cidr::first)
          .thenComparingInt(Cidr::prefix);

  /// Reads `10.0.0.0/8`, or a bare address where that is allowed.
  static Cidr parse(String text, boolean bare) {
    int slash = text.indexOf('/');
    if (slash < 0 && !bare) {
      throw BuiltinException.failed("invalid CIDR address: " + text);
    }
    String host = slash < 0 ? text : text.substring(0, slash);
    int width = host.indexOf(':') >= 0 ? 128 : 32;
    BigInteger address = width == 128 ? v6(host, text) : v4(host, text);
    int prefix = width;
    if (slash >= 0) {
      String digits = text.substring(slash + 1);
      if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > width) {
        throw BuiltinException.failed("invalid CIDR address: " + text);
      }
      prefix = Integer.parseInt(digits);
    }
    int free = width - prefix;
    return new Cidr(address.shiftRight(free).shiftLeft(free), prefix, width);
  }

  private static BigInteger v4(String host, String text) {
    if (!V4.matcher(host).matches()) {
      throw BuiltinException.failed("invalid address: " + text);
    }
    long address = 0;
    for (String part : host.split("\\.")) {
      int octet = Integer.parseInt(part);
      if (octet > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
        throw BuiltinException.failed("invalid address: " + text);
      }
      address = address << 8 | octet;
    }
    return BigInteger.valueOf(address);
  }

  private static BigInteger v6(String host, String text) {
    String full = host;
    int last = host.lastIndexOf(':');
    if (host.indexOf('.') > 0) {
      long v4 = v4(host.substring(last + 1), text).longValue();
      full =
          host.substring(0, last + 1)
              + Long.toHexString(v4 >> 16)
              + ":"
              + Long.toHexString(v4 & 0xFFFF);
    }
    int gap = full.indexOf("::");
    if (gap >= 0) {
      if (full.indexOf("::", gap + 1) >= 0) {
        throw BuiltinException.failed("invalid address: " + text);
      }
      int present = groups(full.substring(0, gap)) + groups(full.substring(gap + 2));
      if (present > 7) {
        throw BuiltinException.failed("invalid address: " + text);
      }
      String zeros = "0:".repeat(8 - present);
      String left = gap == 0 ? "" : full.substring(0, gap) + ":";
      String right = full.substring(gap + 2);
      full = left + (right.isEmpty() ? zeros.substring(0, zeros.length() - 1) : zeros + right);
    }
    String[] parts = full.split(":", -1);
    BigInteger address = BigInteger.ZERO;
    for (String part : parts) {
      if (parts.length != 8 || !part.matches("[0-9a-fA-F]{1,4}")) {
        throw BuiltinException.failed("invalid address: " + text);
      }
      address = address.shiftLeft(16).or(BigInteger.valueOf(Integer.parseInt(part, 16)));
    }
    return address;
  }

  private static int groups(String text) {
    return text.isEmpty() ? 0 : text.split(":", -1).length;
  }

  boolean contains(Cidr other) {
    int free = width - prefix;
    return width == other.width
        && other.prefix >= prefix
        && other.first.shiftRight(free).equals(first.shiftRight(free));
  }

  /// Whether this range and the next together are the range one bit wider.
  boolean isSibling(Cidr next) {
    int free = width - prefix;
    return width == next.width
        && prefix == next.prefix
        && prefix > 0
        && !first.testBit(free)
        && first.setBit(free).equals(next.first);
  }

  Cidr parent() {
    return new Cidr(first, prefix - 1, width);
  }

  /// A bare address widened to its network class, as merging takes one.
  Cidr classful(String text) {
    if (text.indexOf('/') >= 0 || width != 32) {
      return this;
    }
    int octet = first.shiftRight(24).intValue();
    int bits = octet < 128 ? 8 : octet < 192 ? 16 : octet < 224 ? 24 : 32;
    return new Cidr(first.shiftRight(32 - bits).shiftLeft(32 - bits), bits, 32);
  }

  String text() {
    return text(first, width) + "/" + prefix;
  }

  static String text(BigInteger address, int width) {
    if (width == 32) {
      long v4 = address.longValue();
      return (v4 >> 24) + "." + (v4 >> 16 & 255) + "." + (v4 >> 8 & 255) + "." + (v4 & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = address.shiftRight(16 * (7 - i)).intValue() & 0xFFFF;
    }
    return compressed(groups);
  }

  /// The text of RFC 5952: the longest run of zeros, two groups or more, becomes `::`.
  private static String compressed(int[] groups) {
    int best = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        best = i;
        length = end - i;
      }
    }
    var out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        out.append("::");
        i += length - 1;
      } else {
        boolean first = out.isEmpty() || out.charAt(out.length() - 1) == ':';
        out.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }

  @Override
  public int compareTo(Cidr other) {
    return ORDER.compare(this, other);
  }
}
