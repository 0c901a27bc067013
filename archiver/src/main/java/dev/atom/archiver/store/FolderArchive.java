// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A write-once folder: a file for each object, mode 0400, on disk before it is acknowledged.
///
/// The lock of `a/b` is the file `.lock/a/b`, which holds the time until which it is locked and is
/// written first. An object that is gone while its lock stands is found. Whoever owns the folder
/// could delete both: the manifests find that.
public final class FolderArchive implements ArchiveStore {
  private static final String LOCKS = ".lock";
  private static final String MAKING = ".making";
  private static final Set<PosixFilePermission> READ_ONLY =
      PosixFilePermissions.fromString("r--------");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path root;
  private final InstantSource clock;
  private final AtomicLong making = new AtomicLong();

  /// @param root is made when it is missing
  public FolderArchive(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  @Override
  public Put put(String key, ArchiveContent content, Instant lockedUntil) {
    ArchiveKeys.checked(key);
    try {
      Optional<ArchivedObject> there = find(key);
      if (there.isEmpty()) {
        writeLock(key, lockedUntil);
        if (write(key, content)) {
          return new Put.Stored(readBack(key, content));
        }
        there = find(key);
      }
      return compared(there.orElseThrow(() -> new NoSuchFileException(key)), content, lockedUntil);
    } catch (IOException e) {
      throw unusable(key, e);
    }
  }

  private Put compared(ArchivedObject there, ArchiveContent content, Instant until)
      throws IOException {
    if (there.length() != content.length() || !digest(there.key()).equals(content.sha256())) {
      return new Put.Refused(there, there.key() + " is there with another content");
    }
    if (lockedUntil(there).orElse(Instant.MIN).isBefore(until)) {
      writeLock(there.key(), until);
    }
    return new Put.Kept(there);
  }

  /// Whether it was written; not when somebody else was faster.
  private boolean write(String key, ArchiveContent content) throws IOException {
    Path target = file(key);
    Path folder = target.resolveSibling(".").normalize();
    folder(folder);
    Path made = made(content.open());
    try {
      Files.createLink(target, made); // never replaces what is there
      sync(folder);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } finally {
      Files.delete(made);
    }
  }

  private ArchivedObject readBack(String key, ArchiveContent content) throws IOException {
    if (!digest(key).equals(content.sha256())) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT, file(key) + " does not hold what was written to it");
    }
    return new ArchivedObject(key, "", content.length());
  }

  private void writeLock(String key, Instant until) throws IOException {
    Path lock = lock(key);
    Path folder = lock.resolveSibling(".").normalize();
    folder(folder);
    Path made = made(new ByteArrayInputStream((until + "\n").getBytes(StandardCharsets.UTF_8)));
    Files.move(made, lock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(folder);
  }

  /// A new file with these bytes, read-only and on disk, beside its place.
  private Path made(InputStream content) throws IOException {
    Path folder = root.resolve(MAKING);
    folder(folder);
    Path file =
        folder.resolve(ProcessHandle.current().pid() + "-" + making.incrementAndGet() + ".part");
    boolean whole = false;
    try (content) {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      sync(file);
      Files.setPosixFilePermissions(file, READ_ONLY);
      whole = true;
      return file;
    } finally {
      if (!whole) { // on a full disk it would stay in the way
        Files.deleteIfExists(file);
      }
    }
  }

  private static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    }
  }

  private static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private String digest(String key) throws IOException {
    try (var in = Files.newInputStream(file(key))) {
      return ArchiveContent.sha256(in);
    }
  }

  @Override
  public Optional<ArchivedObject> find(String key) {
    Path file = file(ArchiveKeys.checked(key));
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(new ArchivedObject(key, "", Files.size(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw unusable(key, e);
    }
  }

  @Override
  public InputStream open(ArchivedObject object) {
    try {
      return Files.newInputStream(file(object.key()), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new AtomException(ErrorCode.NOT_FOUND, this + " has no " + object.key(), e);
    } catch (IOException e) {
      throw unusable(object.key(), e);
    }
  }

  @Override
  public List<ArchivedObject> list(String prefix) {
    List<ArchivedObject> found = new ArrayList<>();
    keys(root, prefix).forEach(key -> find(key).ifPresent(found::add));
    return found;
  }

  /// The files below `folder`, as keys, in order.
  private static List<String> keys(Path folder, String prefix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> folder.relativize(file).toString())
          .filter(key -> key.startsWith(prefix) && !key.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Instant> lockedUntil(ArchivedObject object) {
    try {
      return Optional.of(Instant.parse(Files.readString(lock(object.key())).strip()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (DateTimeParseException | IOException e) {
      throw unusable(object.key(), e);
    }
  }

  @Override
  public List<Irregularity> irregularities(String prefix) {
    List<Irregularity> found = new ArrayList<>();
    for (String key : keys(root, prefix)) {
      if (!Files.exists(lock(key))) {
        found.add(new Irregularity(key, Irregularity.Kind.UNLOCKED, "it has no lock"));
      }
      if (!permissions(key).equals(READ_ONLY)) {
        found.add(new Irregularity(key, Irregularity.Kind.UNLOCKED, "its mode is not 0400"));
      }
    }
    for (String key : keys(root.resolve(LOCKS), prefix)) {
      var object = new ArchivedObject(key, "", 0);
      if (find(key).isEmpty() && lockedUntil(object).orElse(Instant.MIN).isAfter(clock.instant())) {
        found.add(new Irregularity(key, Irregularity.Kind.GONE, "its lock stands, it does not"));
      }
    }
    return found;
  }

  private Set<PosixFilePermission> permissions(String key) {
    try {
      return Files.getPosixFilePermissions(file(key));
    } catch (IOException e) {
      throw unusable(key, e);
    }
  }

  @Override
  public Deletion delete(ArchivedObject object) {
    var until = lockedUntil(object);
    if (until.isEmpty() || until.get().isAfter(clock.instant())) {
      return new Deletion.Refused(
          object.key()
              + " is locked until "
              + until.map(Instant::toString).orElse("further notice"));
    }
    try {
      Files.deleteIfExists(file(object.key()));
      Files.deleteIfExists(lock(object.key()));
      return new Deletion.Deleted();
    } catch (IOException e) {
      throw unusable(object.key(), e);
    }
  }

  private Path file(String key) {
    return root.resolve(key);
  }

  private Path lock(String key) {
    return root.resolve(LOCKS).resolve(key);
  }

  private AtomException unusable(String key, Exception e) {
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE, key + " in " + root + " cannot be used: " + e, e);
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
