// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
  @Test
  void aSecretNeverPrintsItself() {
    var secret = Secret.of("correct horse");

    assertThat("" + secret).isEqualTo("***");
    assertThat(secret.reveal()).isEqualTo("correct horse");
    assertThat(secret).isEqualTo(Secret.of("correct horse")).isNotEqualTo(Secret.of("battery"));
  }

  @Test
  void aSecretWithASourceIsReadAgainAndForgotten() {
    var lines = new ArrayDeque<>(List.of("first", "second", "third"));
    var secret = Secret.from(lines::remove);

    assertThat(secret.reveal()).isEqualTo("first");
    assertThat(secret.reread().reveal()).isEqualTo("second");
    secret.forget();
    assertThat(secret.reveal()).isEqualTo("third");
    var fixed = Secret.of("fixed");
    fixed.forget();
    assertThat(fixed.reread().reveal()).isEqualTo("fixed");
  }

  @Test
  void sizesAreReadAndWritten() {
    assertThat(ByteSize.parse("10MiB").bytes()).isEqualTo(10L << 20);
    assertThat(ByteSize.parse("512").bytes()).isEqualTo(512);
    assertThat(new ByteSize(16 << 10)).hasToString("16KiB");
    assertThatThrownBy(() -> ByteSize.parse("10 MB"))
        .hasMessageContaining("'10 MB'")
        .hasMessageContaining("10MiB");
  }

  @Test
  void digestsAreLowerCaseHex() {
    assertThat(Sha256.hex("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
