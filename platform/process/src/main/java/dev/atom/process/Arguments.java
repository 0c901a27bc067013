// SPDX-License-Identifier: Apache-2.0
package dev.atom.process;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What was given on the command line of a server process.
///
/// @param config the configuration file
/// @param sets settings that override it, `key=value`
/// @param parentWatch whether to stop when standard input ends
/// @param check whether only to check and print the configuration
record Arguments(Path config, List<String> sets, boolean parentWatch, boolean check) {
  /// @throws AtomException BAD_REQUEST with the usage
  static Arguments of(String process, List<String> given) {
    String usage =
        "usage: " + process + " --config FILE [--set key=value]... [--parent-watch] [--check]";
    var left = new ArrayList<>(given);
    boolean parentWatch = left.remove("--parent-watch");
    boolean check = left.remove("--check");
    List<String> sets = new ArrayList<>();
    Path config = null;
    while (left.size() >= 2) {
      String name = left.removeFirst();
      String value = left.removeFirst();
      switch (name) {
        case "--config" -> config = Path.of(value);
        case "--set" -> sets.add(value);
        default -> throw new AtomException(ErrorCode.BAD_REQUEST, name + "? " + usage);
      }
    }
    if (config == null || !left.isEmpty()) {
      throw new AtomException(ErrorCode.BAD_REQUEST, usage);
    }
    return new Arguments(config, List.copyOf(sets), parentWatch, check);
  }
}
