// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens the store that the configuration names.
public final class ArchiveStores {
  private ArchiveStores() {}

  /// The store of `config`. A bucket is opened when it is first used, and again after a failure: a
  /// server that is down when the process starts holds nothing else up.
  public static ArchiveStore open(ArchiveConfig config, InstantSource clock) {
    return switch (config.kind()) {
      case FOLDER -> new FolderArchive(config.folder().orElseThrow(), clock);
      case S3 -> {
        var s3 = config.s3().orElseThrow();
        yield new Later(() -> S3Archive.open(s3, config.retention()), "s3://" + s3.bucket());
      }
    };
  }

  /// A store that is opened at its first use.
  private static final class Later implements ArchiveStore {
    private final Supplier<ArchiveStore> opening;
    private final String place;
    private @Nullable ArchiveStore opened;
    private boolean closed;

    Later(Supplier<ArchiveStore> opening, String place) {
      this.opening = opening;
      this.place = place;
    }

    private synchronized ArchiveStore store() {
      if (closed) {
        throw new AtomException(ErrorCode.DEPENDENCY_UNAVAILABLE, place + " was closed");
      }
      ArchiveStore store = opened;
      if (store == null) {
        store = opening.get();
        opened = store;
      }
      return store;
    }

    @Override
    public Put put(String key, ArchiveContent content, Instant lockedUntil) {
      return store().put(key, content, lockedUntil);
    }

    @Override
    public Optional<ArchivedObject> find(String key) {
      return store().find(key);
    }

    @Override
    public InputStream open(ArchivedObject object) {
      return store().open(object);
    }

    @Override
    public List<ArchivedObject> list(String prefix) {
      return store().list(prefix);
    }

    @Override
    public Optional<Instant> lockedUntil(ArchivedObject object) {
      return store().lockedUntil(object);
    }

    @Override
    public List<Irregularity> irregularities(String prefix) {
      return store().irregularities(prefix);
    }

    @Override
    public Deletion delete(ArchivedObject object) {
      return store().delete(object);
    }

    @Override
    public String toString() {
      return place;
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (opened != null) {
        opened.close();
      }
    }
  }
}
