// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A store in memory, with fault switches.
public final class MemoryArchive implements ArchiveStore {
  private final ConcurrentSkipListMap<String, Kept> objects = new ConcurrentSkipListMap<>();
  private final List<Irregularity> irregularities = new ArrayList<>();
  private final AtomicInteger failingPuts = new AtomicInteger();
  private final AtomicInteger lostAnswers = new AtomicInteger();
  private final AtomicInteger spoiledPuts = new AtomicInteger();
  private final InstantSource clock;

  private record Kept(ArchivedObject object, ByteBuffer bytes, Instant until) {}

  public MemoryArchive(InstantSource clock) {
    this.clock = clock;
  }

  /// The next `count` puts fail before anything is stored.
  public void failNextPuts(int count) {
    failingPuts.set(count);
  }

  /// The next `count` puts store and then fail: their answer is lost.
  public void loseNextAnswers(int count) {
    lostAnswers.set(count);
  }

  /// The next `count` puts store other bytes than they are given.
  public void spoilNextPuts(int count) {
    spoiledPuts.set(count);
  }

  /// Takes an object away, as the operator of the storage can.
  public void purge(String key) {
    objects.remove(key);
  }

  /// Puts other bytes in the place of an object, as the operator of the storage can.
  public void replace(String key, byte[] bytes) {
    objects.computeIfPresent(
        key,
        (_, kept) ->
            new Kept(
                new ArchivedObject(key, "", bytes.length), ByteBuffer.wrap(bytes), kept.until()));
  }

  /// What [#irregularities] will tell.
  public void tell(Irregularity irregularity) {
    irregularities.add(irregularity);
  }

  @Override
  public Put put(String key, ArchiveContent content, Instant lockedUntil) {
    ArchiveKeys.checked(key);
    if (failingPuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw unavailable(key);
    }
    byte[] bytes = read(content);
    boolean spoiled = spoiledPuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    byte[] written = spoiled ? Arrays.copyOf(bytes, bytes.length + 1) : bytes;
    var object = new ArchivedObject(key, "", content.length());
    Kept before = objects.putIfAbsent(key, kept(object, written, lockedUntil));
    if (lostAnswers.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw unavailable(key);
    }
    if (before == null && spoiled) {
      throw new AtomException(ErrorCode.STORAGE_CORRUPT, key + " is not what was put");
    }
    if (before == null) {
      return new Put.Stored(object);
    }
    if (!before.bytes().equals(ByteBuffer.wrap(bytes))) {
      return new Put.Refused(before.object(), key + " is there with another content");
    }
    Instant until = before.until().isAfter(lockedUntil) ? before.until() : lockedUntil;
    objects.put(key, kept(before.object(), bytes, until));
    return new Put.Kept(before.object());
  }

  private static Kept kept(ArchivedObject object, byte[] bytes, Instant until) {
    return new Kept(object, ByteBuffer.wrap(bytes), until);
  }

  private static AtomException unavailable(String key) {
    return new AtomException(ErrorCode.DEPENDENCY_UNAVAILABLE, key + " cannot be put: as told");
  }

  private static byte[] read(ArchiveContent content) {
    try (var in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<ArchivedObject> find(String key) {
    return Optional.ofNullable(objects.get(ArchiveKeys.checked(key))).map(Kept::object);
  }

  @Override
  public InputStream open(ArchivedObject object) {
    Kept kept = objects.get(object.key());
    if (kept == null) {
      throw new AtomException(ErrorCode.NOT_FOUND, "there is no " + object.key());
    }
    return new ByteArrayInputStream(kept.bytes().array());
  }

  @Override
  public List<ArchivedObject> list(String prefix) {
    return objects.values().stream()
        .map(Kept::object)
        .filter(object -> object.key().startsWith(prefix))
        .toList();
  }

  @Override
  public Optional<Instant> lockedUntil(ArchivedObject object) {
    return Optional.ofNullable(objects.get(object.key())).map(Kept::until);
  }

  @Override
  public List<Irregularity> irregularities(String prefix) {
    return irregularities.stream().filter(each -> each.key().startsWith(prefix)).toList();
  }

  @Override
  public Deletion delete(ArchivedObject object) {
    Kept kept = objects.get(object.key());
    if (kept != null && kept.until().isAfter(clock.instant())) {
      return new Deletion.Refused(object.key() + " is locked until " + kept.until());
    }
    objects.remove(object.key());
    return new Deletion.Deleted();
  }

  @Override
  public String toString() {
    return "memory";
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
