// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders for what lives as long as a test JVM, or ends in no test's hands: gone with the JVM, and
/// those of one that was killed with the next.
public final class TestFolders {
  private static final Path RUNS =
      Path.of(
          System.getProperty("java.io.tmpdir"), "atom-files-" + System.getProperty("user.name"));

  private TestFolders() {}

  /// A new empty folder.
  ///
  /// @param name how its name begins
  public static Path make(String name) {
    try {
      return Files.createTempDirectory(Holder.RUN, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Holder {
    static final Path RUN = open();

    private static Path open() {
      Leftovers.remove(RUNS);
      try {
        Path run = RUNS.resolve("run-" + ProcessHandle.current().pid());
        Leftovers.delete(run); // of a process that had this number before
        Files.createDirectories(run);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(run), "test-folders-remove"));
        return run;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(Path run) {
      try {
        Leftovers.delete(run);
        Files.delete(RUNS);
      } catch (IOException | UncheckedIOException _) {
        // Somebody still writes there, or another test JVM runs: the next one finishes it.
      }
    }
  }
}
