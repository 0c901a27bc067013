// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.archiver.store.ArchiveStore.Deletion;
import dev.atom.archiver.store.ArchiveStore.Put;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store of ours does. The prefix `contract/...` of each test is its own.
abstract class ArchiveStoreContract {
  private static final Duration LONG = Duration.ofDays(2);
  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir Path temp;

  /// The store under test; the same each time within one test.
  abstract ArchiveStore store();

  /// The time as the store sees it.
  abstract Instant now();

  /// Returns when the store sees a time after `instant`.
  abstract void passes(Instant instant);

  static ArchiveContent content(String text) {
    return ArchiveContent.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ArchiveStore store, ArchivedObject object) throws IOException {
    try (var in = store.open(object)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  ArchivedObject stored(String key, String text, Duration locked) {
    var put = store().put(key, content(text), now().plus(locked));
    assertThat(put).isInstanceOf(Put.Stored.class);
    return ((Put.Stored) put).object();
  }

  @Test
  void givesBackWhatWasPutAndSaysUntilWhenItIsLocked() throws IOException {
    Instant until = now().plus(LONG);
    ArchivedObject object = stored("contract/a/1.json", "first", LONG);

    assertThat(store().find("contract/a/1.json")).contains(object);
    assertThat(text(store(), object)).isEqualTo("first");
    assertThat(object.length()).isEqualTo(5);
    assertThat(store().lockedUntil(object).orElseThrow()).isAfterOrEqualTo(until.minusMillis(1));
    assertThat(store().irregularities("contract/a/")).isEmpty();
  }

  @Test
  void putsTheSameBytesOnce() {
    ArchivedObject object = stored("contract/b", "same", LONG);

    var again = store().put("contract/b", content("same"), now().plus(LONG.multipliedBy(2)));

    assertThat(again).isEqualTo(new Put.Kept(object));
    assertThat(store().list("contract/b")).containsExactly(object);
    assertThat(store().irregularities("contract/b")).isEmpty();
    assertThat(store().lockedUntil(object).orElseThrow())
        .isAfterOrEqualTo(now().plus(LONG.multipliedBy(2)).minus(Duration.ofMinutes(2)));
  }

  @Test
  void neverShortensALock() {
    ArchivedObject object = stored("contract/c", "same", LONG);
    Instant before = store().lockedUntil(object).orElseThrow();

    store().put("contract/c", content("same"), now().plus(SHORT));

    assertThat(store().lockedUntil(object)).contains(before);
  }

  @Test
  void refusesOtherBytesUnderAKeyThatIsTaken() throws IOException {
    ArchivedObject object = stored("contract/d", "true", LONG);

    var put = store().put("contract/d", content("lie!"), now().plus(LONG));

    assertThat(put).isInstanceOf(Put.Refused.class);
    assertThat(store().find("contract/d")).contains(object);
    assertThat(text(store(), object)).isEqualTo("true");
  }

  @Test
  void deletesNothingBeforeItsTime() throws IOException {
    ArchivedObject object = stored("contract/e", "kept", LONG);

    assertThat(store().delete(object)).isInstanceOf(Deletion.Refused.class);
    assertThat(text(store(), object)).isEqualTo("kept");
  }

  @Test
  void deletesWhatIsOverTime() {
    ArchivedObject object = stored("contract/f", "over", SHORT);
    assertThat(store().delete(object)).isInstanceOf(Deletion.Refused.class);

    passes(now().plus(SHORT).plusSeconds(1));

    assertThat(store().delete(object)).isEqualTo(new Deletion.Deleted());
    assertThat(store().find("contract/f")).isEmpty();
    assertThatThrownBy(() -> store().open(object).close())
        .isInstanceOfSatisfying(
            AtomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void listsUnderAPrefixInTheOrderOfKeys() {
    ArchivedObject second = stored("contract/g/2", "b", LONG);
    ArchivedObject first = stored("contract/g/1/x", "a", LONG);
    stored("contract/gg", "c", LONG);

    assertThat(store().list("contract/g/")).containsExactly(first, second);
    assertThat(store().list("contract/none/")).isEmpty();
    assertThat(store().find("contract/g")).isEmpty();
  }

  @Test
  void storesLargeFiles() throws IOException {
    byte[] large = new byte[7_000_001];
    new Random(11).nextBytes(large);
    Path file = Files.write(temp.resolve("large"), large);

    var put = store().put("contract/h", ArchiveContent.of(file), now().plus(SHORT));

    try (var in = store().open(((Put.Stored) put).object())) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  void refusesKeysThatAreNoPlainPaths() {
    for (String key :
        new String[] {"", "/a", "a//b", "../a", "a/../b", "a/", ".lock/a", "a b", "a\\b", "ä"}) {
      assertThatThrownBy(() -> store().put(key, content("x"), now().plus(LONG)))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
