// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Optional;

/// IPv6 addresses as text: read in every plain form, written as RFC 5952 says.
final class V6Text {
  private static final int GROUPS = 8;

  private V6Text() {}

  static Optional<Address> parse(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    int[] groups = new int[GROUPS];
    int head = fill(groups, gap < 0 ? text : text.substring(0, gap), 0);
    if (head < 0 || (gap < 0 && head != GROUPS)) {
      return Optional.empty();
    }
    if (gap >= 0) {
      int[] back = new int[GROUPS];
      int tail = fill(back, text.substring(gap + 2), 0);
      if (tail < 0 || head + tail >= GROUPS) {
        return Optional.empty();
      }
      System.arraycopy(back, 0, groups, GROUPS - tail, tail);
    }
    return Optional.of(new Address(true, half(groups, 0), half(groups, 4)));
  }

  /// Reads the groups of the text into the array and returns how many, -1 when it is not an
  /// address.
  private static int fill(int[] groups, String text, int start) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = start;
    for (String part : text.split(":", -1)) {
      if (part.indexOf('.') >= 0) {
        return count + 2 <= GROUPS && text.endsWith(part) ? embedded(groups, part, count) : -1;
      }
      int number = group(part);
      if (number < 0 || count == GROUPS) {
        return -1;
      }
      groups[count++] = number;
    }
    return count;
  }

  private static int embedded(int[] groups, String part, int count) {
    var v4 = Address.parse(part);
    if (v4.isEmpty()) {
      return -1;
    }
    groups[count] = (int) (v4.get().low() >> 16);
    groups[count + 1] = (int) (v4.get().low() & 0xffff);
    return count + 2;
  }

  private static int group(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < part.length(); i++) {
      int digit = Character.digit(part.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      number = number << 4 | digit;
    }
    return number;
  }

  private static long half(int[] groups, int from) {
    long value = 0;
    for (int i = from; i < from + 4; i++) {
      value = value << 16 | groups[i];
    }
    return value;
  }

  static String write(long high, long low) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (16 * (3 - i % 4)) & 0xffff);
    }
    int from = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zeros(groups, i);
      if (run > length) {
        from = i;
        length = run;
      }
    }
    return joined(groups, from, length);
  }

  private static int zeros(int[] groups, int from) {
    int at = from;
    while (at < GROUPS && groups[at] == 0) {
      at++;
    }
    return at - from;
  }

  private static String joined(int[] groups, int gap, int length) {
    var out = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap) {
        out.append("::");
        i += length - 1;
      } else {
        out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
            .append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }
}
