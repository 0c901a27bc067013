// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.store.ArchiveConfig;
import dev.atom.archiver.store.ArchiveConfig.Checksums;
import dev.atom.archiver.store.ArchiveContent;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchiveStores;
import dev.atom.base.Secret;
import dev.atom.cli.CommandRun;
import dev.atom.testing.CephObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `audit verify --export s3://...` and `audit check-archive` against a server that locks objects.
final class AuditVerifyBucketIT {
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @TempDir Path folder;
  private final String bucket = "atom-verify-" + BUCKETS.incrementAndGet();
  private ArchiveStore store;
  private ExportedLog log;

  @BeforeEach
  void make() throws IOException {
    var s3 =
        new ArchiveConfig.S3(
            Optional.of(CephObjectStore.shared().endpoint()),
            "us-east-1",
            bucket,
            CephObjectStore.ACCESS_KEY,
            Secret.of(CephObjectStore.SECRET_KEY),
            Checksums.WHEN_REQUIRED);
    store =
        ArchiveStores.open(
            new ArchiveConfig(
                ArchiveConfig.Kind.S3, Optional.empty(), Optional.of(s3), Duration.ofDays(1)),
            InstantSource.system());
    log = new ExportedLog(folder);
    log.grow(5).export("2026-11-01");
    log.export("2026-11-02");
    log.grow(300).publish();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /// Uploads the log below `prefix`, all but what `except` names.
  private void upload(String prefix, String except) throws IOException {
    try (var files = Files.walk(log.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = log.root().relativize(file).toString();
        if (!key.equals(except)) {
          put(prefix + key, Files.readAllBytes(file));
        }
      }
    }
  }

  private void put(String key, byte[] bytes) {
    var done = store.put(key, ArchiveContent.of(bytes), Instant.now().plus(Duration.ofHours(1)));
    assertThat(done).isInstanceOf(ArchiveStore.Put.Stored.class);
  }

  private CommandRun atom(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--s3-endpoint", CephObjectStore.shared().endpoint().toString(), "--json"));
    return CommandRun.in(environment, all.toArray(String[]::new));
  }

  private CommandRun verify(String prefix, String... more) {
    List<String> all = new ArrayList<>(List.of("audit", "verify", "--vkey", log.vkey()));
    all.addAll(List.of("--export", "s3://" + bucket + "/" + prefix));
    all.addAll(List.of(more));
    return atom(credentials(CephObjectStore.SECRET_KEY), all.toArray(String[]::new));
  }

  private static Map<String, String> credentials(String secret) {
    return Map.of("AWS_ACCESS_KEY_ID", CephObjectStore.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", secret);
  }

  @Test
  void whatLiesInABucketIsVerifiedWhereItLies() throws IOException {
    upload("copy/", "");
    var ok = verify("copy", "--until", "2026-11-02");
    assertThat(ok.json().path("verdict").asText()).as(ok.out() + ok.err()).isEqualTo("OK");
    assertThat(ok.json().path("entries").asLong()).isEqualTo(305);
    assertThat(ok.json().path("exported").asLong()).isEqualTo(5);
    assertThat(verify("copy/", "--mode", "both", "--key-file", log.secretFile()).status()).isZero();
    assertThat(verify("copy", "--until", "2026-11-03").status()).isEqualTo(1);
    var nothing = verify("other");
    assertThat(nothing.json().path("verdict").asText()).isEqualTo("INCOMPLETE");
  }

  @Test
  void whatIsMissingOrChangedInABucketIsFound() throws IOException {
    upload("gap/", "tile/entries/000");
    var missing = verify("gap");
    assertThat(missing.json().path("verdict").asText()).isEqualTo("INCOMPLETE");
    assertThat(missing.status()).isEqualTo(1);

    String file = log.root().relativize(log.lastFile()).toString();
    upload("changed/", file);
    byte[] bytes = Files.readAllBytes(log.lastFile());
    bytes[20] ^= 1;
    put("changed/" + file, bytes);
    assertThat(verify("changed").json().path("verdict").asText()).isEqualTo("TAMPERED");

    upload("forged/", "tile/entries/000");
    byte[] bundle = Files.readAllBytes(log.root().resolve("tile/entries/000"));
    bundle[300] ^= 1;
    put("forged/tile/entries/000", bundle);
    assertThat(verify("forged").json().path("verdict").asText()).isEqualTo("TAMPERED");
  }

  @Test
  void whoMayNotReadAndWhoIsNotNamedIsTold() {
    String place = "s3://" + bucket + "/copy";
    String[] command = {"audit", "verify", "--export", place, "--vkey", log.vkey()};

    assertThat(atom(credentials("another secret key"), command).status()).isEqualTo(69);
    var unnamed = atom(Map.of(), command);
    assertThat(unnamed.status()).isEqualTo(64);
    assertThat(unnamed.err()).contains("AWS_ACCESS_KEY_ID");
    String[] without = {"audit", "verify", "--export", "s3:///copy", "--vkey", log.vkey()};
    assertThat(atom(credentials("x"), without).status()).isEqualTo(64);
  }

  @Test
  void theArchivedStreamIsCheckedWhereItLies() throws IOException {
    put("stream/atom.audit/2026/11/01/10/batch-x-0-0-9.jsonl", log.batch(1, 10));
    put("stream/atom.audit/2026/11/01/10/batch-x-0-9-304.jsonl", log.batch(10, 305));
    put("gap/atom.audit/2026/11/01/10/batch-x-0-0-9.jsonl", log.batch(1, 10));
    put("gap/atom.audit/2026/11/01/10/batch-x-0-11-304.jsonl", log.batch(12, 305));
    String forged = new String(log.batch(1, 305), StandardCharsets.UTF_8);
    Path here = folder.resolve("here/atom.audit/2026/11/01/10");
    Files.createDirectories(here);
    Files.writeString(
        here.resolve("batch-x-0-0-304.jsonl"), forged.replaceFirst("\"allow\"", "\"deny\""));

    var whole = check("s3://" + bucket + "/stream");
    assertThat(whole.json().path("verdict").asText()).as(whole.out() + whole.err()).isEqualTo("OK");
    assertThat(whole.json().path("entries").asLong()).isEqualTo(305);
    assertThat(whole.json().path("duplicates").asLong()).isEqualTo(1);
    assertThat(check("s3://" + bucket + "/stream", "--key-file", log.secretFile()).status())
        .isZero();
    var gap = check("s3://" + bucket + "/gap");
    assertThat(gap.json().path("verdict").asText()).isEqualTo("INCOMPLETE");
    assertThat(gap.json().path("seq").asLong()).isEqualTo(11);
    assertThat(gap.status()).isEqualTo(1);

    String place = folder.resolve("here").toString();
    assertThat(check(place).json().path("hashes_checked").asBoolean()).isFalse();
    var found = check(place, "--key-file", log.secretFile());
    assertThat(found.json().path("class").asText()).as(found.out()).isEqualTo("content");
    assertThat(found.status()).isEqualTo(1);
    assertThat(check(folder.resolve("no").toString()).status()).isEqualTo(64);
  }

  private CommandRun check(String from, String... more) {
    List<String> all = new ArrayList<>(List.of("audit", "check-archive", "--from", from));
    all.addAll(List.of(more));
    return atom(credentials(CephObjectStore.SECRET_KEY), all.toArray(String[]::new));
  }
}
