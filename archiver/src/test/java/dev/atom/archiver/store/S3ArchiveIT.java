// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.archiver.store.ArchiveConfig.Checksums;
import dev.atom.archiver.store.ArchiveStore.Deletion;
import dev.atom.archiver.store.ArchiveStore.Put;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.testing.CephObjectStore;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The contract, and every way around a lock, tried against a server that enforces it.
final class S3ArchiveIT extends ArchiveStoreContract {
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static final Duration LONG = Duration.ofDays(2);

  private final ArchiveConfig.S3 config = config("atom-audit-" + BUCKETS.incrementAndGet());
  private ArchiveStore store;
  private S3Client attacker;

  static ArchiveConfig.S3 config(String bucket) {
    return new ArchiveConfig.S3(
        Optional.of(CephObjectStore.shared().endpoint()),
        "us-east-1",
        bucket,
        CephObjectStore.ACCESS_KEY,
        Secret.of(CephObjectStore.SECRET_KEY),
        Checksums.WHEN_REQUIRED);
  }

  @BeforeEach
  void open() {
    store = S3Archive.open(config, Duration.ofDays(90));
    attacker = S3Clients.client(config);
  }

  @AfterEach
  void close() {
    store.close();
    attacker.close();
  }

  @Override
  ArchiveStore store() {
    return store;
  }

  @Override
  Instant now() {
    return Instant.now();
  }

  @Override
  void passes(Instant instant) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(instant));
  }

  @Test
  void theBucketIsPrivateVersionedAndLocksByDefault() {
    String bucket = config.bucket();
    var lock = attacker.getObjectLockConfiguration(get -> get.bucket(bucket));

    var rule = lock.objectLockConfiguration().rule().defaultRetention();
    assertThat(rule.mode()).isEqualTo(ObjectLockRetentionMode.COMPLIANCE);
    assertThat(rule.days()).isEqualTo(90);
    assertThat(attacker.getBucketVersioning(get -> get.bucket(bucket)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    assertThat(attacker.getBucketAcl(get -> get.bucket(bucket)).grants()).hasSize(1);
    S3Archive.open(config, Duration.ofDays(90)).close();
  }

  @Test
  @Feature("C19")
  void nobodyWithCredentialsDeletesOverwritesOrShortensALockedObject() throws IOException {
    ArchivedObject object = stored("day/one", "evidence", LONG);
    Instant until = store.lockedUntil(object).orElseThrow();
    String bucket = config.bucket();

    assertThat(store.delete(object)).isInstanceOf(Deletion.Refused.class);
    refused(() ->
        attacker.deleteObject(d -> d.bucket(bucket).key(object.key()).versionId(object.version())));
    refused(() ->
        attacker.deleteObject(d ->
            d.bucket(bucket)
                .key(object.key())
                .versionId(object.version())
                .bypassGovernanceRetention(true)));
    refused(retention(object, ObjectLockRetentionMode.COMPLIANCE, until.minusSeconds(3600)));
    refused(retention(object, ObjectLockRetentionMode.GOVERNANCE, until.plusSeconds(3600)));
    refused(() ->
        attacker.putBucketVersioning(v ->
            v.bucket(bucket)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.SUSPENDED))));
    refused(() -> attacker.deleteBucket(d -> d.bucket(bucket)));
    var one = ObjectIdentifier.builder().key(object.key()).versionId(object.version()).build();
    var many =
        attacker.deleteObjects(d ->
            d.bucket(bucket).bypassGovernanceRetention(true).delete(x -> x.objects(List.of(one))));
    assertThat(many.errors()).hasSize(1);
    attacker.putObject(
        p -> p.bucket(bucket).key(object.key()), RequestBody.fromString("another story"));

    assertThat(text(store, store.find("day/one").orElseThrow())).isEqualTo("evidence");
    assertThat(store.lockedUntil(object)).contains(until);
    assertThat(attacker.getBucketVersioning(get -> get.bucket(bucket)).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
  }

  private ThrowingCallable retention(
      ArchivedObject object, ObjectLockRetentionMode mode, Instant until) {
    return () ->
        attacker.putObjectRetention(r ->
            r.bucket(config.bucket())
                .key(object.key())
                .versionId(object.version())
                .bypassGovernanceRetention(true)
                .retention(x -> x.mode(mode).retainUntilDate(until)));
  }

  private static void refused(ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isBetween(400, 409));
  }

  @Test
  void whatLiesOverAnObjectIsFoundAndNeverRead() throws IOException {
    ArchivedObject object = stored("day/two", "evidence", LONG);
    String bucket = config.bucket();
    attacker.putObject(
        p -> p.bucket(bucket).key(object.key()), RequestBody.fromString("another story"));
    attacker.deleteObject(d -> d.bucket(bucket).key(object.key()));

    assertThat(store.irregularities("day/"))
        .extracting(Irregularity::kind)
        .containsExactlyInAnyOrder(
            Irregularity.Kind.LATER_VERSION, Irregularity.Kind.DELETE_MARKER);
    assertThat(text(store, store.find("day/two").orElseThrow())).isEqualTo("evidence");
    assertThat(store.put("day/two", content("evidence"), now().plus(LONG)))
        .isEqualTo(new Put.Kept(object));
  }

  @Test
  void aBucketThatIsNotLockedOrNotPrivateIsRefused() {
    refusesBucket("without-lock", _ -> {}, "is not versioned");
    refusesBucket(
        "without-rule",
        bucket ->
            attacker.putBucketVersioning(v ->
                v.bucket(bucket)
                    .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED))),
        "has no object lock");
    attacker.createBucket(
        create ->
            create
                .bucket("open-to-all")
                .objectLockEnabledForBucket(true)
                .acl(BucketCannedACL.PUBLIC_READ));
    attacker.putObjectLockConfiguration(
        put ->
            put.bucket("open-to-all")
                .objectLockConfiguration(
                    lock ->
                        lock.objectLockEnabled(ObjectLockEnabled.ENABLED)
                            .rule(
                                rule ->
                                    rule.defaultRetention(
                                        r ->
                                            r.mode(ObjectLockRetentionMode.COMPLIANCE)
                                                .days(1)))));
    refusesBucket("open-to-all", "may be read by anybody");
  }

  private void refusesBucket(String bucket, Consumer<String> prepare, String why) {
    attacker.createBucket(create -> create.bucket(bucket));
    prepare.accept(bucket);
    refusesBucket(bucket, why);
  }

  private static void refusesBucket(String bucket, String why) {
    assertThatThrownBy(() -> S3Archive.open(config(bucket), Duration.ofDays(1)).close())
        .isInstanceOfSatisfying(
            AtomException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
              assertThat(e).hasMessageContaining(why);
            });
  }

  @Test
  void theOperatorOfTheServerCanPurgeWhichOnlyManifestsFind() {
    stored("day/three", "evidence", LONG);

    CephObjectStore.shared().purgeAsOperator(config.bucket());

    assertThat(S3Archive.open(config, Duration.ofDays(1)).list("")).isEmpty();
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    var nowhere =
        new ArchiveConfig.S3(
            Optional.of(URI.create("http://127.0.0.1:1")),
            "us-east-1",
            "b",
            "key",
            Secret.of("secret-key"),
            Checksums.WHEN_REQUIRED);

    assertThatThrownBy(() -> S3Archive.open(nowhere, Duration.ofDays(1)).close())
        .isInstanceOfSatisfying(
            AtomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_UNAVAILABLE));
  }
}
