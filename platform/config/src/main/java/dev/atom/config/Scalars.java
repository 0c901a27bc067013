// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.base.ByteSize;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text to values. Each method throws [IllegalArgumentException] that says what is wrong and which
/// forms are understood.
final class Scalars {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  private Scalars() {}

  static Object integer(String text, Class<?> type) {
    try {
      // Not a conditional expression: that would make every int a long.
      if (type == int.class || type == Integer.class) {
        return Integer.valueOf(text.strip());
      }
      return Long.valueOf(text.strip());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("not a whole number in range; write digits only");
    }
  }

  static Boolean truth(String text) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false; write one of them");
    };
  }

  static Duration duration(String text) {
    Matcher match = DURATION.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "not a duration; write a number with ms, s, m, h or d, as in 200ms, 15m, 90d");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.of(amount, ChronoUnit.DAYS);
    };
  }

  /// The shortest form that reads back as the same duration.
  static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 86_400_000 == 0 && millis != 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0 && millis != 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0 && millis != 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  static ByteSize size(String text) {
    try {
      return ByteSize.parse(text);
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException("larger than can be counted; write less");
    }
  }

  static Path path(String text, Path folder) {
    try {
      if (text.isBlank()) {
        throw new IllegalArgumentException("an empty path; name a file or folder");
      }
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path: " + e.getReason(), e);
    }
  }

  static URI uri(String text) {
    try {
      URI uri = new URI(text.strip());
      if (uri.getScheme() == null) {
        throw new IllegalArgumentException("no scheme; write it in full, as in https://host:port");
      }
      if (uri.getRawUserInfo() != null && uri.getRawUserInfo().contains(":")) {
        throw new IllegalArgumentException("a password inside; give it in a file of its own");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URI: " + e.getReason(), e);
    }
  }

  static Enum<?> choice(String text, List<Enum<?>> constants) {
    for (Enum<?> constant : constants) {
      if (Names.kebab(constant).equals(text.strip())) {
        return constant;
      }
    }
    var known = constants.stream().map(Names::kebab).toList();
    throw new IllegalArgumentException("not one of " + String.join(", ", known));
  }
}
