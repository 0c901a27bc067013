// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.gate.Call;
import dev.atom.gate.listener.CallDecoder.Decoded;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallDecoderTest {
  @Test
  void readsTheModelAndWhetherToStream() {
    assertThat(decode("{\"messages\":[{\"role\":\"user\"}],\"model\":\"m-1\",\"stream\":true}"))
        .isEqualTo(new Decoded.Understood(new Call.Model("m-1", true)));
    assertThat(decode("{\"model\":\"m-1\",\"x\":{\"model\":\"other\"}}"))
        .isEqualTo(new Decoded.Understood(new Call.Model("m-1", false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "\"model\"",
        "{\"model\":1}",
        "{\"model\":null}",
        "{\"model\":\"\"}",
        "{\"model\":\"a\",\"model\":\"b\"}",
        "{\"model\":\"a\",\"Model\":\"b\"}",
        "{\"MODEL\":\"b\",\"model\":\"a\"}",
        "{\"model\":\"a\",\"Stream\":true}",
        "{\"model\":\"a\"} {}",
        "{\"model\":\"a\"",
        "{\"model\":\"a\",}",
        "{'model':'a'}",
        "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"role\":\"system\"}]}",
        "\u0000{\"model\":\"a\"}"
      })
  void whatCouldBeReadInTwoWaysIsRefused(String body) {
    assertThat(decode(body)).isInstanceOf(Decoded.Refused.class);
  }

  @Test
  void deepNestingAndInvalidBytesAreRefused() {
    assertThat(decode("{\"model\":\"a\",\"x\":" + "[".repeat(100_000)))
        .isInstanceOf(Decoded.Refused.class);
    byte[] invalid = "{\"model\":\"a?\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    invalid[11] = (byte) 0xc0;
    assertThat(CallDecoder.model(Buffer.buffer(invalid))).isInstanceOf(Decoded.Refused.class);
    assertThat(decode("{\"model\":\"" + "m".repeat(200) + "\"}"))
        .isInstanceOf(Decoded.Refused.class);
  }

  private static Decoded decode(String body) {
    return CallDecoder.model(Buffer.buffer(body));
  }
}
