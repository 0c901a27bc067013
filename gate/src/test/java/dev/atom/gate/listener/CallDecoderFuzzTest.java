// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atom.gate.Call;
import io.vertx.core.buffer.Buffer;

/// Any bytes are a call with a model, or refused with a sentence. With `JAZZER_FUZZ=1` bytes are
/// made up for a minute, otherwise the kept ones are tried.
class CallDecoderFuzzTest {
  private static final String[] PIECES = {
    "{", "}", "[", "]", ",", ":", "\"", "\\u006d", "\"model\":", "\"model\"", "\"stream\":",
    "\"offline\"", "true", "false", "null", "1e9", "-0", "\"x\":{", "\"x\":[", " ", "\n", "\u0000",
    "\"MODEL\":", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]", "},", "\"}"
  };

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreACallOrRefused(FuzzedDataProvider data) {
    byte[] body =
        data.consumeBoolean() ? data.consumeRemainingAsBytes() : nearly(data).getBytes(UTF_8);

    switch (CallDecoder.model(Buffer.buffer(body))) {
      case CallDecoder.Decoded.Understood(Call.Model(var model, var _)) ->
          assertThat(model).isNotEmpty().hasSizeLessThanOrEqualTo(128);
      case CallDecoder.Decoded.Understood(Call.Plain _) ->
          throw new AssertionError("a model call without a model");
      case CallDecoder.Decoded.Refused(var message) -> assertThat(message).isNotEmpty();
    }
  }

  /// Pieces of calls in any order, since bytes alone hardly ever become JSON.
  private static String nearly(FuzzedDataProvider data) {
    var text = new StringBuilder("{");
    while (data.remainingBytes() > 0) {
      text.append(
          data.consumeBoolean()
              ? data.pickValue(PIECES)
              : data.consumeString(data.consumeInt(0, 9)));
    }
    return text.toString();
  }
}
