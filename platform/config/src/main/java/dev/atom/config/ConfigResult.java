// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.util.List;

/// What loading a configuration came to: all of it, or every reason why not.
///
/// @param <T> the root record
public sealed interface ConfigResult<T extends Record> {
  /// The configuration is complete and every node of it has checked itself.
  ///
  /// @param config the records
  /// @param effective every key with its value and origin, for printing
  record Loaded<T extends Record>(T config, EffectiveConfig effective) implements ConfigResult<T> {}

  /// The configuration cannot be used.
  ///
  /// @param problems all of them, in the order of the record tree; never empty
  record Refused<T extends Record>(List<ConfigProblem> problems) implements ConfigResult<T> {
    public Refused {
      problems = List.copyOf(problems);
    }

    /// All problems, one a line.
    public String message() {
      var text = new StringBuilder("the configuration is refused:");
      problems.forEach(problem -> text.append("\n  ").append(problem));
      return text.toString();
    }
  }

  /// The loaded configuration.
  ///
  /// @throws AtomException BAD_CONFIGURATION with every problem, when it was refused
  default Loaded<T> orThrow() {
    return switch (this) {
      case Loaded<T> loaded -> loaded;
      case Refused<T> refused ->
          throw new AtomException(ErrorCode.BAD_CONFIGURATION, refused.message());
    };
  }
}
