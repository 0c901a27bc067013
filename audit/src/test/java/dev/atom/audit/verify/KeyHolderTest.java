// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.testing.Feature;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Somebody who has every secret writes what no writer writes: each hash is right, and what the
/// entries between segments say of each other is not.
final class KeyHolderTest {
  private MutableLog log;
  private int close;

  @BeforeEach
  void make() {
    log = MutableLog.clean(new Random(5), 20);
    close = log.indexOfLast(0);
  }

  @Test
  @Feature("C6")
  void aCloseWithAnotherCountIsFound() {
    details(close, "\"count\":" + (close + 1), "\"count\":" + (close + 2));

    assertFound(FlawKind.SEGMENT, close);
  }

  @Test
  @Feature("C6")
  void aCloseThatAnnouncesAnotherKeyIsFound() {
    String next = MutableLog.secretOf(2).id();
    details(close, next, MutableLog.secretOf(3).id());

    assertFound(FlawKind.KEY, close + 1);
  }

  @Test
  @Feature("C6")
  void aCloseThatNamesAnotherLastEntryIsFound() {
    String last = log.rows.get(close - 1).text(MutableRow.CHAIN);
    details(close, "\"last\":\"" + last, "\"last\":\"" + "ab".repeat(32));

    assertFound(FlawKind.SEGMENT, close);
  }

  @Test
  @Feature("C6")
  void anOpenThatFollowsAnotherCloseIsFound() {
    String closed = log.rows.get(close).text(MutableRow.CHAIN);
    details(close + 1, closed, "ab".repeat(32));

    assertFound(FlawKind.SEGMENT, close + 1);
  }

  @Test
  @Feature("C6")
  void anOpenWithAnotherKeyThanItSaysIsFound() {
    details(close + 1, MutableLog.secretOf(2).id(), MutableLog.secretOf(3).id());

    assertFound(FlawKind.KEY, close + 1);
  }

  /// Replaces a word of an entry's details, and makes all hashes from there on right again.
  private void details(int at, String from, String to) {
    var row = log.rows.get(at);
    String details = row.text(MutableRow.DETAILS);
    assertThat(details).contains(from);
    row.text(MutableRow.DETAILS, details.replace(from, to));
    log.seal(at);
    log.reseal(at + 1, log.rows.size());
    log.endHere();
  }

  private void assertFound(FlawKind kind, int at) {
    var found = ChainVerifier.verify(log.source(), MutableLog.ring());

    assertThat(found)
        .isInstanceOfSatisfying(
            Verification.Tampered.class,
            tampered -> {
              assertThat(tampered.flaw().kind()).as("%s", found).isEqualTo(kind);
              assertThat(tampered.flaw().seq()).isEqualTo(at + 1);
            });
  }
}
