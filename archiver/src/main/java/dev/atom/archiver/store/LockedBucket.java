// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.time.Duration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Type;

/// A bucket as the archive needs it: private, versioned, with object lock and a default retention
/// in COMPLIANCE mode.
final class LockedBucket {
  private static final int NOT_FOUND = 404;

  private final S3Client client;
  private final String bucket;
  private final int days;

  /// @param retention of objects that come without one of their own, in whole days
  LockedBucket(S3Client client, String bucket, Duration retention) {
    this.client = client;
    this.bucket = bucket;
    this.days = (int) Math.max(1, retention.plusDays(1).minusNanos(1).toDays());
  }

  /// Makes it, or checks it.
  ///
  /// @throws AtomException BAD_CONFIGURATION when it is there and otherwise
  void ensure() {
    if (!exists()) {
      create();
    }
    expect(versioned(), "is not versioned");
    expect(locks(), "has no object lock with a default retention in COMPLIANCE mode");
    expect(isPrivate(), "may be read by anybody");
  }

  private boolean exists() {
    try {
      client.headBucket(head -> head.bucket(bucket));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void create() {
    client.createBucket(create ->
        create.bucket(bucket).objectLockEnabledForBucket(true).acl(BucketCannedACL.PRIVATE));
    client.putObjectLockConfiguration(put ->
        put.bucket(bucket)
            .objectLockConfiguration(lock ->
                lock.objectLockEnabled(ObjectLockEnabled.ENABLED)
                    .rule(rule ->
                        rule.defaultRetention(
                            r -> r.mode(ObjectLockRetentionMode.COMPLIANCE).days(days)))));
  }

  private boolean versioned() {
    return client.getBucketVersioning(get -> get.bucket(bucket)).status()
        == BucketVersioningStatus.ENABLED;
  }

  private boolean locks() {
    try {
      ObjectLockConfiguration lock =
          client.getObjectLockConfiguration(get -> get.bucket(bucket)).objectLockConfiguration();
      DefaultRetention rule = lock.rule() == null ? null : lock.rule().defaultRetention();
      return lock.objectLockEnabled() == ObjectLockEnabled.ENABLED
          && rule != null
          && rule.mode() == ObjectLockRetentionMode.COMPLIANCE;
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private boolean isPrivate() {
    return client.getBucketAcl(get -> get.bucket(bucket)).grants().stream()
        .noneMatch(grant -> grant.grantee().type() == Type.GROUP);
  }

  private void expect(boolean good, String otherwise) {
    if (!good) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          "bucket "
              + bucket
              + " "
              + otherwise
              + ": name another in archive.s3.bucket, which is made");
    }
  }
}
