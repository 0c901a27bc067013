// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import org.junit.jupiter.api.Test;

class FateTest {
  private static final AtomException CUT_OFF =
      new AtomException(ErrorCode.STORAGE_UNAVAILABLE, "the connection is gone");
  private static final AtomException CONFLICT =
      new AtomException(ErrorCode.CONFLICT, "somebody else was first");

  @Test
  void aLostAnswerToTheCommitIsNotTakenForAnUndoneChange() {
    assertThat(Fate.of(true, CUT_OFF)).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void whatTheDatabaseUndidWasNotCommitted() {
    assertThat(Fate.of(true, CONFLICT)).isEqualTo(Fate.NOT_COMMITTED);
    assertThat(Fate.of(false, CUT_OFF)).isEqualTo(Fate.NOT_COMMITTED);
  }
}
