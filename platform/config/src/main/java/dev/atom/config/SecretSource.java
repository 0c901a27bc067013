// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Fetches a secret from where its reference points: `file:PATH` or `env:NAME`.
///
/// A literal is taken only from the environment variable that the component declares: a file is
/// copied and committed, and a command line is read by every user of the machine.
final class SecretSource {
  private static final long BYTES_MAX = 64 * 1024;

  private final Map<String, String> environment;
  private final Path folder;

  SecretSource(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /// @throws IllegalArgumentException that says what is wrong and holds nothing of the secret
  Secret fetch(ConfigTree.Leaf leaf, int least) {
    String text = leaf.text().strip();
    String value = checked(value(text, leaf.origin()), least);
    return text.startsWith("file:")
        ? Secret.from(() -> again(text, leaf.origin(), least))
        : Secret.of(value);
  }

  /// A file may be replaced while the process runs; what is weak then is refused like at the start.
  private String again(String text, Origin origin, int least) {
    try {
      return checked(value(text, origin), least);
    } catch (IllegalArgumentException e) {
      throw new AtomException(ErrorCode.BAD_CONFIGURATION, text + ": " + e.getMessage(), e);
    }
  }

  /// Each line is a secret: where one is being rotated there are two.
  private static String checked(String value, int least) {
    String weakness = SecretRules.weakness(value, least);
    for (String line : value.split("\n", -1)) {
      weakness = weakness.isEmpty() ? SecretRules.weakness(line, least) : weakness;
    }
    if (!weakness.isEmpty()) {
      throw new IllegalArgumentException(weakness); // SECURITY(T-14): weak secrets do not start
    }
    return value;
  }

  /// Whether the text is a reference, which may be printed.
  static boolean isReference(String text) {
    return text.startsWith("file:") || text.startsWith("env:");
  }

  private String value(String text, Origin origin) {
    if (text.startsWith("file:")) {
      return fromFile(Scalars.path(text.substring("file:".length()), folder));
    }
    if (text.startsWith("env:")) {
      String value = environment.get(text.substring("env:".length()));
      if (value == null) {
        throw new IllegalArgumentException("the variable it points to is not set; set it");
      }
      return value;
    }
    if (origin.kind() == Origin.Kind.ENVIRONMENT) {
      return text;
    }
    throw new IllegalArgumentException(
        "a secret must not be written here; put it in a file with mode 0600 and write file:PATH");
  }

  private static String fromFile(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IllegalArgumentException("the file " + file + " is too large to be a secret");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file %s cannot be read (%s); create it with mode 0600, owned by this process"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
