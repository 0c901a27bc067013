// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Optional;

/// One IP address of either family as a 128-bit number. IPv4 sorts before IPv6; the families never
/// mix, so `0.0.0.0/0` says nothing about IPv6.
///
/// @param v6 the family
/// @param high the upper 64 bits (0 for IPv4)
/// @param low the lower 64 bits
public record Address(boolean v6, long high, long low) implements Comparable<Address> {
  static final int V4_BITS = 32;
  static final int V6_BITS = 128;
  private static final long V4_LAST = 0xffff_ffffL;

  /// The address that the text writes, in the plain forms `10.0.0.1` and `fd00::1`.
  public static Optional<Address> parse(String text) {
    return text.indexOf(':') >= 0 ? V6Text.parse(text) : v4(text);
  }

  static Address first(boolean v6) {
    return new Address(v6, 0, 0);
  }

  static Address last(boolean v6) {
    return v6 ? new Address(true, -1L, -1L) : new Address(false, 0, V4_LAST);
  }

  private static Optional<Address> v4(String text) {
    long value = 0;
    int parts = 0;
    int from = 0;
    while (from <= text.length()) {
      int dot = text.indexOf('.', from);
      String part = text.substring(from, dot < 0 ? text.length() : dot);
      int number = octet(part);
      if (number < 0 || ++parts > 4) {
        return Optional.empty();
      }
      value = value << 8 | number;
      if (dot < 0) {
        return parts == 4 ? Optional.of(new Address(false, 0, value)) : Optional.empty();
      }
      from = dot + 1;
    }
    return Optional.empty();
  }

  private static int octet(String part) {
    if (part.isEmpty() || part.length() > 3) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < part.length(); i++) {
      char digit = part.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number > 255 ? -1 : number;
  }

  int bits() {
    return v6 ? V6_BITS : V4_BITS;
  }

  /// The first address of the block of this prefix length that holds this one.
  Address floor(int prefix) {
    return v6
        ? new Address(true, high & mask(prefix), low & mask(prefix - 64))
        : new Address(false, 0, low & mask(prefix + 32));
  }

  /// The last address of that block.
  Address ceiling(int prefix) {
    return v6
        ? new Address(true, high | ~mask(prefix), low | ~mask(prefix - 64))
        : new Address(false, 0, low | (~mask(prefix + 32) & V4_LAST));
  }

  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1L : -1L << (64 - bits);
  }

  /// The next address; the last one of a family has none and must not be asked.
  Address next() {
    return new Address(v6, low == -1L ? high + 1 : high, low + 1);
  }

  Address previous() {
    return new Address(v6, low == 0 ? high - 1 : high, low - 1);
  }

  boolean isLast() {
    return equals(last(v6));
  }

  boolean isFirst() {
    return high == 0 && low == 0;
  }

  @Override
  public int compareTo(Address other) {
    if (v6 != other.v6) {
      return v6 ? 1 : -1;
    }
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return v6
        ? V6Text.write(high, low)
        : (low >> 24) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
  }
}
