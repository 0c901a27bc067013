// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps objects so that nobody changes, overwrites or deletes them before their time.
///
/// An object is what was put first under its key: whatever comes later under the same key is an
/// [Irregularity], never read by [#open]. Blocking; for any number of threads.
///
/// It does not protect from whoever operates the storage itself: their deletion is found, by
/// manifests that name what is missing, and not prevented.
public interface ArchiveStore extends AutoCloseable {
  /// Stores `content` under `key`, locked until `lockedUntil`; read back and hashed again before it
  /// answers.
  ///
  /// @throws dev.atom.base.AtomException DEPENDENCY_UNAVAILABLE when the store does not answer,
  ///   STORAGE_CORRUPT when it gives back something else than it was given or does not lock it
  /// @throws IllegalArgumentException for a key that is not of the form `a/b/c`
  Put put(String key, ArchiveContent content, Instant lockedUntil);

  /// What was put first under `key`.
  Optional<ArchivedObject> find(String key);

  /// The bytes of `object`.
  ///
  /// @throws dev.atom.base.AtomException NOT_FOUND when it is gone
  InputStream open(ArchivedObject object);

  /// What was put first under each key that begins with `prefix`, in the order of the keys.
  List<ArchivedObject> list(String prefix);

  /// Until when nobody can delete `object`; empty when it is not locked.
  Optional<Instant> lockedUntil(ArchivedObject object);

  /// What somebody did to the keys that begin with `prefix` beside putting each once.
  List<Irregularity> irregularities(String prefix);

  /// Deletes `object`, if its time is over.
  Deletion delete(ArchivedObject object);

  /// Where it is, for people.
  @Override
  String toString();

  @Override
  void close();

  /// How a put came out.
  sealed interface Put {
    /// It is there, locked.
    record Stored(ArchivedObject object) implements Put {}

    /// The same bytes were there already, locked long enough.
    record Kept(ArchivedObject object) implements Put {}

    /// Something else is there under that key, and stays.
    record Refused(ArchivedObject object, String why) implements Put {}
  }

  /// How a deletion came out.
  sealed interface Deletion {
    /// It is gone.
    record Deleted() implements Deletion {}

    /// It is locked.
    record Refused(String why) implements Deletion {}
  }
}
