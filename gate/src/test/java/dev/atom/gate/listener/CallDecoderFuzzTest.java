// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atom.gate.Call;
import io.vertx.core.buffer.Buffer;

/// Any bytes are a call with a model, or refused with a sentence. With `JAZZER_FUZZ=1` bytes are
/// made up for a minute, otherwise the kept ones are tried.
class CallDecoderFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void anyBytesAreACallOrRefused(FuzzedDataProvider data) {
    byte[] body = data.consumeRemainingAsBytes();

    switch (CallDecoder.model(Buffer.buffer(body))) {
      case CallDecoder.Decoded.Understood(Call.Model(var model, var _)) ->
          assertThat(model).isNotEmpty().hasSizeLessThanOrEqualTo(128);
      case CallDecoder.Decoded.Understood(Call.Plain _) ->
          throw new AssertionError("a model call without a model");
      case CallDecoder.Decoded.Refused(var message) -> assertThat(message).isNotEmpty();
    }
  }
}
