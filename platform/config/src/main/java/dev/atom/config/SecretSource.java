// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

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
    String value = value(leaf.text().strip(), leaf.origin());
    String weakness = SecretRules.weakness(value, least);
    if (!weakness.isEmpty()) {
      throw new IllegalArgumentException(weakness); // SECURITY(T-14): weak secrets do not start
    }
    return Secret.of(value);
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
