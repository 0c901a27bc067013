// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Semantic versions.
final class Semver {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,30})\\.(\\d{1,30})\\.(\\d{1,30})(?:-([0-9A-Za-z.-]{1,200}))?(?:\\+[0-9A-Za-z.-]{1,200})?");

  private Semver() {}

  static boolean isValid(Value value) {
    return value instanceof Value.Str s && FORM.matcher(s.text()).matches();
  }

  static Value compare(Value[] args) {
    Matcher a = parsed(args, 0);
    Matcher b = parsed(args, 1);
    for (int i = 1; i <= 3; i++) {
      int order = new BigInteger(a.group(i)).compareTo(new BigInteger(b.group(i)));
      if (order != 0) {
        return Value.of(Integer.signum(order));
      }
    }
    return Value.of(Integer.signum(preRelease(a.group(4), b.group(4))));
  }

  private static Matcher parsed(Value[] args, int index) {
    String text = Args.text(args, index);
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw BuiltinException.failed(
          "operand " + (index + 1) + ": string \"" + text + "\" is not a valid SemVer");
    }
    return matcher;
  }

  private static int preRelease(
      @org.jspecify.annotations.Nullable String a, @org.jspecify.annotations.Nullable String b) {
    if (a == null || b == null) {
      return a == null ? (b == null ? 0 : 1) : -1;
    }
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = identifier(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int identifier(String a, String b) {
    boolean numberA = !a.isEmpty() && a.chars().allMatch(Character::isDigit);
    boolean numberB = !b.isEmpty() && b.chars().allMatch(Character::isDigit);
    if (numberA && numberB) {
      return new BigInteger(a).compareTo(new BigInteger(b));
    }
    return numberA == numberB ? a.compareTo(b) : numberA ? -1 : 1;
  }
}
