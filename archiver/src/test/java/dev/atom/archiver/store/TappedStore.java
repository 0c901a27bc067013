// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A store in front of which something may happen whenever an object is put.
public record TappedStore(ArchiveStore store, Tap tap) implements ArchiveStore {
  /// What happens around a put.
  @FunctionalInterface
  public interface Tap {
    Put around(Supplier<Put> put);
  }

  @Override
  public Put put(String key, ArchiveContent content, Instant lockedUntil) {
    return tap.around(() -> store.put(key, content, lockedUntil));
  }

  @Override
  public Optional<ArchivedObject> find(String key) {
    return store.find(key);
  }

  @Override
  public InputStream open(ArchivedObject object) {
    return store.open(object);
  }

  @Override
  public List<ArchivedObject> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public Optional<Instant> lockedUntil(ArchivedObject object) {
    return store.lockedUntil(object);
  }

  @Override
  public List<Irregularity> irregularities(String prefix) {
    return store.irregularities(prefix);
  }

  @Override
  public Deletion delete(ArchivedObject object) {
    return store.delete(object);
  }

  @Override
  public void close() {
    store.close();
  }
}
