// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import java.nio.file.Path;
import java.util.List;

/// How one process is started.
///
/// @param name one of [DataFolder#PROCESSES]
/// @param command the whole command line
/// @param log where its standard output and error go, appended
public record ChildSpec(String name, List<String> command, Path log) {
  public ChildSpec {
    command = List.copyOf(command);
  }
}
