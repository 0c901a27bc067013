// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.testing.Feature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@Feature("C14")
final class StdoutSinkTest {
  @Test
  void writesOneLineARecordThatKeepsToTheSchema() {
    var out = new ByteArrayOutputStream();

    new StdoutSink(out).write(List.of(Samples.plain(0), Samples.dirty()));

    assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
        .hasSize(2)
        .allSatisfy(line -> assertThat(Schema.complaints(line)).isEmpty());
  }

  @Test
  void aBrokenPipeIsAnError() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThatThrownBy(() -> new StdoutSink(broken).write(List.of(Samples.plain(0))))
        .isInstanceOf(AtomException.class)
        .hasMessageContaining("Broken pipe");
  }
}
