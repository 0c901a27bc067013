// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A part of a bucket that is only read: by whoever verifies, who need not be the one that wrote.
/// The bucket is neither made nor judged.
public final class S3Place implements AutoCloseable {
  /// More than a published file has: 256 entries of 64 KiB.
  private static final int NEWEST_BYTES_MAX = 20 << 20;

  private static final int NOT_FOUND = 404;

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  private S3Place(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /// The keys of the bucket that begin with `prefix`; with all of them when it is empty.
  public static S3Place open(ArchiveConfig.S3 config, String prefix) {
    String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    return new S3Place(S3Clients.client(config), config.bucket(), folder);
  }

  /// What was put first under each key, as an archive that nothing can be put into.
  public ArchiveStore store() {
    return new ReadOnly(S3Archive.reading(client, bucket), prefix, locks());
  }

  /// Whether the bucket locks objects; a copy in one that does not is no irregularity.
  private boolean locks() {
    try {
      var lock = client.getObjectLockConfiguration(get -> get.bucket(bucket));
      return lock.objectLockConfiguration() != null;
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND && !(e instanceof NoSuchBucketException)) {
        return false;
      }
      throw unreadable("", e);
    } catch (SdkException e) {
      throw unreadable("", e);
    }
  }

  private AtomException unreadable(String name, SdkException e) {
    return new AtomException(
        ErrorCode.DEPENDENCY_UNAVAILABLE, this + name + " cannot be read: " + e.getMessage(), e);
  }

  /// What is under `name` now, whichever version: for what changes, or proves itself.
  ///
  /// @throws AtomException DEPENDENCY_UNAVAILABLE when the server does not give it
  public Optional<byte[]> newest(String name) throws IOException {
    try (InputStream in = client.getObject(get -> get.bucket(bucket).key(prefix + name))) {
      byte[] bytes = in.readNBytes(NEWEST_BYTES_MAX + 1);
      if (bytes.length > NEWEST_BYTES_MAX) {
        throw new IOException(this + name + " is larger than any published file");
      }
      return Optional.of(bytes);
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    } catch (SdkException e) {
      throw unreadable(name, e);
    }
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }

  @Override
  public void close() {
    client.close();
  }

  /// The part of a store below a prefix.
  private static final class ReadOnly implements ArchiveStore {
    private final ArchiveStore whole;
    private final String prefix;
    private final boolean locks;

    ReadOnly(ArchiveStore whole, String prefix, boolean locks) {
      this.whole = whole;
      this.prefix = prefix;
      this.locks = locks;
    }

    private ArchivedObject below(ArchivedObject object) {
      return new ArchivedObject(
          object.key().substring(prefix.length()), object.version(), object.length());
    }

    private ArchivedObject above(ArchivedObject object) {
      return new ArchivedObject(prefix + object.key(), object.version(), object.length());
    }

    @Override
    public Put put(String key, ArchiveContent content, Instant lockedUntil) {
      throw new UnsupportedOperationException(this + " is only read");
    }

    @Override
    public Deletion delete(ArchivedObject object) {
      throw new UnsupportedOperationException(this + " is only read");
    }

    @Override
    public Optional<ArchivedObject> find(String key) {
      return whole.find(prefix + key).map(this::below);
    }

    @Override
    public InputStream open(ArchivedObject object) {
      return whole.open(above(object));
    }

    @Override
    public List<ArchivedObject> list(String start) {
      return whole.list(prefix + start).stream().map(this::below).toList();
    }

    @Override
    public Optional<Instant> lockedUntil(ArchivedObject object) {
      return whole.lockedUntil(above(object));
    }

    @Override
    public List<Irregularity> irregularities(String start) {
      return whole.irregularities(prefix + start).stream()
          .filter(each -> locks || each.kind() != Irregularity.Kind.UNLOCKED)
          .map(each ->
              new Irregularity(each.key().substring(prefix.length()), each.kind(), each.detail()))
          .toList();
    }

    @Override
    public String toString() {
      return whole + "/" + prefix;
    }

    @Override
    public void close() {
      // The place closes the client.
    }
  }
}
