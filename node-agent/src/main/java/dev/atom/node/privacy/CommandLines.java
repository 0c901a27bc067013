// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What of a command line may be told: nothing by default, only the program, or all without what
/// looks like a secret.
///
/// SECURITY(T-37): scrubbing errs towards hiding: a value after a suspicious name, a long random
/// word, and everything before the host in an address go.
public final class CommandLines {
  private static final String HIDDEN = "***";
  private static final int WORDS_MAX = 64;
  private static final int RANDOM_LENGTH = 20;
  private static final List<String> SUSPICIOUS =
      List.of(
          "pass",
          "pwd",
          "secret",
          "token",
          "key",
          "credential",
          "auth",
          "session",
          "cookie",
          "private",
          "signature",
          "dsn",
          "bearer",
          "login",
          "user",
          "mail",
          "account");

  private CommandLines() {}

  /// How much of command lines is told.
  public enum Mode {
    /// Nothing; the file is not even opened.
    OFF,
    /// The program without its arguments.
    STRIPPED,
    /// The arguments, without what looks like a secret.
    SCRUBBED
  }

  /// What may be told of `cmdline`, whose words are separated by NUL.
  public static String tell(Mode mode, String cmdline) {
    List<String> words = words(cmdline);
    if (words.isEmpty()) {
      return "";
    }
    return switch (mode) {
      case OFF -> "";
      case STRIPPED -> program(words.getFirst());
      case SCRUBBED -> scrub(words);
    };
  }

  private static List<String> words(String cmdline) {
    List<String> words = new ArrayList<>();
    for (String part : cmdline.split("\0", -1)) {
      // A process that set its own title has blanks in it instead.
      for (String word : part.split("\\s+", -1)) {
        if (!word.isEmpty() && words.size() < WORDS_MAX) {
          words.add(word);
        }
      }
    }
    return words;
  }

  private static String program(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }

  private static String scrub(List<String> words) {
    var told = new StringBuilder(program(words.getFirst()));
    boolean hideNext = false;
    for (String word : words.subList(1, words.size())) {
      boolean option = word.startsWith("-");
      told.append(' ').append(hideNext && !option ? HIDDEN : scrub(word));
      hideNext = isSuspicious(word) && value(word) < 0;
    }
    return told.toString();
  }

  private static String scrub(String word) {
    int value = value(word);
    if (value >= 0 && isSuspicious(word.substring(0, value))) {
      return word.substring(0, value + 1) + HIDDEN;
    }
    if (shortPassword(word)) {
      return word.substring(0, 2) + HIDDEN;
    }
    String rest = value < 0 ? word : word.substring(value + 1);
    boolean inside = value(rest) >= 0 && isSuspicious(rest);
    return inside || hides(rest) ? word.substring(0, value + 1) + HIDDEN : word;
  }

  /// Where the value of `name=value` or `name:value` begins, less one; -1 without.
  private static int value(String word) {
    int equals = word.indexOf('=');
    int colon = word.indexOf(':');
    boolean address = colon >= 0 && word.startsWith("//", colon + 1);
    return equals >= 0 ? equals : address ? -1 : colon;
  }

  /// Such as `-psecret`, as database clients take it.
  private static boolean shortPassword(String word) {
    return word.length() > 4
        && (word.startsWith("-p") || word.startsWith("-u"))
        && word.charAt(2) != '-';
  }

  private static boolean isSuspicious(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return SUSPICIOUS.stream().anyMatch(lower::contains);
  }

  private static boolean hides(String text) {
    return text.indexOf('@') >= 0
        || text.startsWith("/home/")
        || text.startsWith("/Users/")
        || isAddress(text)
        || isRandom(text);
  }

  private static boolean isAddress(String text) {
    return text.chars().filter(c -> c == '.').count() >= 3
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == ':' || c == '/');
  }

  /// A long word of letters and digits, as keys are; a path or a name with dots is none.
  private static boolean isRandom(String text) {
    int run = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean part = Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '+';
      run = part ? run + 1 : 0;
      digits = part ? digits + (Character.isDigit(c) ? 1 : 0) : 0;
      if (run >= RANDOM_LENGTH && digits >= 3) {
        return true;
      }
    }
    return false;
  }
}
