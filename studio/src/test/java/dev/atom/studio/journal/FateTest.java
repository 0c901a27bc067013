// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import org.junit.jupiter.api.Test;

class FateTest {
  @Test
  void aLostAnswerToTheCommitIsNotTakenForAnUndoneChange() {
    assertThat(Fate.of(true, cutOff())).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void whatTheDatabaseUndidWasNotCommitted() {
    assertThat(Fate.of(true, conflict())).isEqualTo(Fate.NOT_COMMITTED);
    assertThat(Fate.of(false, cutOff())).isEqualTo(Fate.NOT_COMMITTED);
  }

  private static AtomException cutOff() {
    return new AtomException(ErrorCode.STORAGE_UNAVAILABLE, "the connection is gone");
  }

  private static AtomException conflict() {
    return new AtomException(ErrorCode.CONFLICT, "somebody else was first");
  }
}
