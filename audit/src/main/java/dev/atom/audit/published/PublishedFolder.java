// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.published;

import dev.atom.audit.tree.TilePath;
import dev.atom.audit.tree.TileSink;
import dev.atom.audit.tree.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One log's folder. Any web server or object store can serve it as it is.
///
/// A reader may hold a checkpoint that is older than the folder: where a partial file is gone, it
/// is cut from the full one.
public final class PublishedFolder implements TileSource, TileSink {
  private static final String CHECKPOINT = "checkpoint";

  private final Path root;
  private final Set<Path> known = new HashSet<>();

  /// The folder at `root`, which need not be there yet.
  public PublishedFolder(Path root) {
    this.root = root;
  }

  /// Where it is.
  public Path root() {
    return root;
  }

  /// The bytes of the checkpoint; empty when nothing is published.
  public Optional<byte[]> checkpoint() throws IOException {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(CHECKPOINT)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Publishes a checkpoint: the last step, since everything it speaks of must be there.
  public void writeCheckpoint(byte[] note) throws IOException {
    folder(root);
    DurableFiles.write(root.resolve(CHECKPOINT), note);
  }

  @Override
  public byte[] read(TilePath path) throws IOException {
    try {
      return Files.readAllBytes(root.resolve(path.text()));
    } catch (NoSuchFileException e) {
      if (path.full()) {
        throw e;
      }
      return cut(Files.readAllBytes(root.resolve(path.filled().text())), path);
    }
  }

  /// What a partial file held, from the full one that took its place.
  ///
  /// @param path of the partial file
  public static byte[] cut(byte[] full, TilePath path) {
    if (path.level() != TilePath.ENTRIES) {
      return Arrays.copyOf(full, Math.min(full.length, path.width() * 32));
    }
    int at = 0;
    for (int i = 0; i < path.width() && at + 2 <= full.length; i++) {
      at += 2 + (Byte.toUnsignedInt(full[at]) << 8 | Byte.toUnsignedInt(full[at + 1]));
    }
    return Arrays.copyOf(full, Math.min(at, full.length));
  }

  @Override
  public void write(TilePath path, byte[] bytes, int length) throws IOException {
    Path file = root.resolve(path.text());
    Path folder = file.resolveSibling("").normalize();
    folder(folder);
    try {
      DurableFiles.write(file, bytes, length);
    } catch (NoSuchFileException _) {
      known.clear(); // Somebody removed folders that were there.
      folder(folder);
      DurableFiles.write(file, bytes, length);
    }
  }

  /// Removes the partial files of a file that is full, which nobody needs any more.
  public void removePartial(TilePath path) throws IOException {
    Path folder = root.resolve(path.filled().text() + ".p");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
      known.remove(folder);
    }
  }

  /// Makes `folder` and its parents, each durable in its own parent before it is used.
  private void folder(Path folder) throws IOException {
    if (known.contains(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null && !folder.equals(root)) {
        folder(parent);
      }
      Files.createDirectories(folder);
      if (parent != null) {
        DurableFiles.syncFolder(parent);
      }
    }
    known.add(folder);
  }
}
