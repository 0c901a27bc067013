// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A folder on a disk that can be made full: a file system in memory of its own where we may mount
/// one, and otherwise processes that may write no file beyond its first byte (`RLIMIT_FSIZE`),
/// which fails the same writes with another number.
public final class LimitedDisk implements AutoCloseable {
  private static final String ROOMY = "size=4g";
  private static final int BLOCK = 4096;

  private final Path folder;
  private final Supplier<Stream<ProcessHandle>> writers;
  private final boolean mounted;

  private LimitedDisk(Path folder, Supplier<Stream<ProcessHandle>> writers, boolean mounted) {
    this.folder = folder;
    this.writers = writers;
    this.mounted = mounted;
  }

  /// A disk at the empty folder `folder`.
  ///
  /// @param writers the processes that write there, for machines where nothing can be mounted
  public static LimitedDisk at(Path folder, Supplier<Stream<ProcessHandle>> writers) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean mounted =
        !Boolean.getBoolean("atom.no-mount")
            && run("mount", "-t", "tmpfs", "-o", ROOMY, "atom-test", folder.toString());
    return new LimitedDisk(folder, writers, mounted);
  }

  /// From now on nothing more fits.
  public void fill() {
    // A file system is not made smaller than what it holds, which may grow while we look.
    for (int spare = BLOCK; mounted; spare *= 2) {
      if (run("mount", "-o", "remount,size=" + (used() + spare), folder.toString())) {
        return;
      }
    }
    limit("1:");
  }

  /// From now on there is room again.
  public void makeRoom() {
    if (mounted) {
      expect(run("mount", "-o", "remount," + ROOMY, folder.toString()));
    } else {
      limit("unlimited:");
    }
  }

  private long used() {
    try {
      var store = Files.getFileStore(folder);
      return store.getTotalSpace() - store.getUnallocatedSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void limit(String bytes) {
    for (ProcessHandle process : writers.get().toList()) {
      boolean limited = run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes);
      expect(limited || !process.isAlive());
    }
  }

  private static void expect(boolean done) {
    if (!done) {
      throw new IllegalStateException("the disk of the test cannot be changed");
    }
  }

  private static boolean run(String... command) {
    try {
      var process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (mounted) {
      expect(run("umount", folder.toString()));
    }
  }
}
