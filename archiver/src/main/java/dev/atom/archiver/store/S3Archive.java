// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A bucket whose objects are locked in COMPLIANCE mode: nobody with credentials of the server can
/// delete a version or shorten its lock.
///
/// A bucket never refuses a put under a key that is taken, it makes another version. So the first
/// version is the object, by its place in the list of versions, and whatever lies over it is found.
public final class S3Archive implements ArchiveStore {
  private static final String MEDIA_TYPE = "application/octet-stream";
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final S3Client client;
  private final String bucket;

  private S3Archive(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /// Opens the bucket, which is made when it is missing; it must be versioned, private, and lock by
  /// default.
  ///
  /// @throws AtomException BAD_CONFIGURATION when it is not so, DEPENDENCY_UNAVAILABLE when the
  ///   server does not answer
  public static S3Archive open(ArchiveConfig.S3 config, Duration retention) {
    S3Client client = S3Clients.client(config);
    try {
      new LockedBucket(client, config.bucket(), retention).ensure();
      return new S3Archive(client, config.bucket());
    } catch (SdkException e) {
      client.close();
      throw unusable("bucket " + config.bucket(), e);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /// The objects of a bucket, whoever made it; nothing about it is checked.
  static S3Archive reading(S3Client client, String bucket) {
    return new S3Archive(client, bucket);
  }

  @Override
  public Put put(String key, ArchiveContent content, Instant lockedUntil) {
    ArchiveKeys.checked(key);
    Instant until = lockedUntil.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    try {
      Optional<ArchivedObject> there = find(key);
      if (there.isPresent()) {
        return compared(there.get(), content, until);
      }
      ArchivedObject ours = write(key, content, until);
      ArchivedObject first = find(key).orElse(ours);
      return first.equals(ours)
          ? new Put.Stored(confirmed(ours, content, until))
          : compared(first, content, until);
    } catch (SdkException | IOException e) {
      throw unusable(key, e);
    }
  }

  private ArchivedObject write(String key, ArchiveContent content, Instant until)
      throws IOException {
    String md5 = S3Clients.md5(content);
    var answer =
        client.putObject(
            put ->
                put.bucket(bucket)
                    .key(key)
                    .contentType(MEDIA_TYPE)
                    .contentMD5(md5) // demanded of whoever sets a lock
                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                    .objectLockRetainUntilDate(until),
            RequestBody.fromContentProvider(content::open, content.length(), MEDIA_TYPE));
    if (answer.versionId() == null || answer.versionId().isEmpty()) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          key + " got no version in " + this + ": its versioning was switched off");
    }
    return new ArchivedObject(key, answer.versionId(), content.length());
  }

  /// The same object, once the server has given back what it was given and says that it is locked.
  private ArchivedObject confirmed(ArchivedObject object, ArchiveContent content, Instant until)
      throws IOException {
    if (!digest(object).equals(content.sha256())) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          this + " does not give back what was put under " + object.key());
    }
    Instant locked = lockedUntil(object).orElse(Instant.MIN);
    if (locked.isBefore(until)) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          object.key() + " in " + this + " is not locked until " + until);
    }
    return object;
  }

  private Put compared(ArchivedObject there, ArchiveContent content, Instant until)
      throws IOException {
    if (there.length() != content.length() || !digest(there).equals(content.sha256())) {
      return new Put.Refused(there, there.key() + " is there with another content");
    }
    if (lockedUntil(there).orElse(Instant.MIN).isBefore(until)) {
      client.putObjectRetention(change ->
          change
              .bucket(bucket)
              .key(there.key())
              .versionId(there.version())
              .retention(r -> r.mode(ObjectLockRetentionMode.COMPLIANCE).retainUntilDate(until)));
    }
    return new Put.Kept(confirmed(there, content, until));
  }

  private String digest(ArchivedObject object) throws IOException {
    try (var in = open(object)) {
      return ArchiveContent.sha256(in);
    }
  }

  @Override
  public Optional<ArchivedObject> find(String key) {
    ArchiveKeys.checked(key);
    return list(key).stream().filter(object -> object.key().equals(key)).findFirst();
  }

  @Override
  public InputStream open(ArchivedObject object) {
    try {
      return client.getObject(
          get -> get.bucket(bucket).key(object.key()).versionId(object.version()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        throw new AtomException(ErrorCode.NOT_FOUND, this + " has no " + object.key(), e);
      }
      throw unusable(object.key(), e);
    } catch (SdkException e) {
      throw unusable(object.key(), e);
    }
  }

  @Override
  public List<ArchivedObject> list(String prefix) {
    Map<String, ArchivedObject> first = new TreeMap<>();
    // Newest first: what is put last into the map under a key is its first version.
    versions(prefix)
        .forEach(v -> first.put(v.key(), new ArchivedObject(v.key(), v.versionId(), v.size())));
    return List.copyOf(first.values());
  }

  private List<ObjectVersion> versions(String prefix) {
    try {
      List<ObjectVersion> all = new ArrayList<>();
      client
          .listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(prefix))
          .versions()
          .forEach(all::add);
      return all;
    } catch (SdkException e) {
      throw unusable(prefix, e);
    }
  }

  @Override
  public Optional<Instant> lockedUntil(ArchivedObject object) {
    try {
      var head =
          client.headObject(
              get -> get.bucket(bucket).key(object.key()).versionId(object.version()));
      return head.objectLockMode() == ObjectLockMode.COMPLIANCE
          ? Optional.ofNullable(head.objectLockRetainUntilDate())
          : Optional.empty();
    } catch (SdkException e) {
      throw unusable(object.key(), e);
    }
  }

  @Override
  public List<Irregularity> irregularities(String prefix) {
    List<Irregularity> found = new ArrayList<>();
    List<ArchivedObject> first = list(prefix);
    for (ObjectVersion version : versions(prefix)) {
      var object = new ArchivedObject(version.key(), version.versionId(), version.size());
      if (!first.contains(object)) {
        found.add(
            new Irregularity(
                version.key(),
                Irregularity.Kind.LATER_VERSION,
                "version " + version.versionId() + " of " + version.lastModified()));
      }
    }
    markers(prefix, found);
    for (ArchivedObject object : first) {
      if (lockedUntil(object).isEmpty()) {
        found.add(
            new Irregularity(object.key(), Irregularity.Kind.UNLOCKED, "it is not locked at all"));
      }
    }
    found.sort(Comparator.comparing(Irregularity::key));
    return found;
  }

  private void markers(String prefix, List<Irregularity> found) {
    try {
      client
          .listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(prefix))
          .deleteMarkers()
          .forEach(marker ->
              found.add(
                  new Irregularity(
                      marker.key(),
                      Irregularity.Kind.DELETE_MARKER,
                      "marker " + marker.versionId() + " of " + marker.lastModified())));
    } catch (SdkException e) {
      throw unusable(prefix, e);
    }
  }

  @Override
  public Deletion delete(ArchivedObject object) {
    try {
      client.deleteObject(
          delete -> delete.bucket(bucket).key(object.key()).versionId(object.version()));
      return new Deletion.Deleted();
    } catch (S3Exception e) {
      if (e.statusCode() == FORBIDDEN) {
        return new Deletion.Refused(
            object.key() + " is locked until " + lockedUntil(object).orElse(Instant.MAX));
      }
      throw unusable(object.key(), e);
    } catch (SdkException e) {
      throw unusable(object.key(), e);
    }
  }

  private static AtomException unusable(String what, Exception e) {
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE,
        what + " in the object store cannot be used: " + e.getMessage(),
        e);
  }

  @Override
  public String toString() {
    return "s3://" + bucket;
  }

  @Override
  public void close() {
    client.close();
  }
}
