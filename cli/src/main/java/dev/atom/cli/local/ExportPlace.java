// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.archiver.export.StoreExport;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.FolderArchive;
import dev.atom.archiver.store.S3Place;
import dev.atom.audit.export.ExportFolder;
import dev.atom.audit.export.ExportSource;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.TilePath;
import dev.atom.audit.tree.TileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// Where a published log, exports and archived batches lie: a folder, or a part of a bucket.
/// Nothing of it is trusted.
sealed interface ExportPlace extends AutoCloseable {
  /// The checkpoint of the published log; empty when there is none.
  Optional<byte[]> checkpoint() throws IOException;

  /// Whether there are manifests.
  boolean exports() throws IOException;

  /// Its exports.
  ExportSource source();

  /// Its published files.
  TileSource files();

  /// Its objects.
  ArchiveStore store();

  @Override
  void close();

  /// A folder of this machine.
  record Folder(Path root, InstantSource clock) implements ExportPlace {
    @Override
    public Optional<byte[]> checkpoint() throws IOException {
      return new PublishedFolder(root).checkpoint();
    }

    @Override
    public boolean exports() {
      return Files.isDirectory(root.resolve("manifests"));
    }

    /// A folder with locks is that of an archiver: then what it knows of its files is asked too.
    @Override
    public ExportSource source() {
      return Files.isDirectory(root.resolve(".lock"))
          ? new StoreExport(store())
          : new ExportFolder(root);
    }

    @Override
    public TileSource files() {
      return new PublishedFolder(root);
    }

    @Override
    public ArchiveStore store() {
      return new FolderArchive(root, clock);
    }

    @Override
    public String toString() {
      return root.toString();
    }

    @Override
    public void close() {
      // Holds nothing open.
    }
  }

  /// A part of a bucket.
  record Bucket(S3Place place) implements ExportPlace {
    @Override
    public Optional<byte[]> checkpoint() throws IOException {
      return place.newest("checkpoint");
    }

    @Override
    public boolean exports() {
      return !place.store().list("manifests/").isEmpty();
    }

    @Override
    public ExportSource source() {
      return new StoreExport(place.store());
    }

    @Override
    public TileSource files() {
      return this::file;
    }

    private byte[] file(TilePath path) throws IOException {
      var there = place.newest(path.text());
      if (there.isPresent()) {
        return there.get();
      }
      var full = path.full() ? there : place.newest(path.filled().text());
      return PublishedFolder.cut(
          full.orElseThrow(() -> new NoSuchFileException(path.text())), path);
    }

    @Override
    public ArchiveStore store() {
      return place.store();
    }

    @Override
    public String toString() {
      return place.toString();
    }

    @Override
    public void close() {
      place.close();
    }
  }
}
