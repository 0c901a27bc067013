// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestPostgresTest {
  @Test
  void eachTestGetsADatabaseOfItsOwn() {
    var one = TestPostgres.shared().freshDatabase();
    var other = TestPostgres.shared().freshDatabase();

    assertThat(one.ownerUrl())
        .startsWith("postgresql://atom_owner@127.0.0.1:")
        .contains("passfile=")
        .isNotEqualTo(other.ownerUrl());
    assertThat(one.readerUrl()).contains("atom_reader");
  }
}
