// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProviderEventsTest {
  private static final String STREAM =
      """
      : ping

      data: {"choices":[{"delta":{"content":"é"},"finish_reason":null}]}\r
      \r
      event: x
      data: {"choices":[{"delta":{},"finish_reason":"stop"}],
      data: "a":1}

      data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}

      data: [DONE]

      """;

  private final Vertx vertx = Vertx.vertx();
  private final UsageTap usage = new UsageTap();

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void givesTheSameEventsHoweverTheBytesAreCut() throws Exception {
    for (int size : new int[] {1, 2, 3, 7, 50, 10_000}) {
      assertThat(read(cut(STREAM, size), true)).isEqualTo(STREAM + "END");
    }
    assertThat(usage.usage()).isEqualTo(new Usage(5, 2, "stop"));
    assertThat(usage.finished()).isTrue();
  }

  @Test
  void takesOutTheUsageThatNobodyAskedFor() throws Exception {
    assertThat(read(cut(STREAM, 11), false))
        .contains("é", "stop", "[DONE]")
        .doesNotContain("usage");
    assertThat(usage.usage().promptTokens()).isEqualTo(5);
  }

  @Test
  void failsWhenTheStreamCannotBeTrusted() throws Exception {
    for (String broken :
        List.of(
            "",
            "data: {\"choices\":[{\"finish_reason\":null}]}\n\n",
            "data: nonsense\n\ndata: [DONE]\n\n",
            "data: []\n\ndata: [DONE]\n\n",
            "data: {\"error\":{\"message\":\"sk-canary\"}}\n\ndata: [DONE]\n\n")) {
      assertThat(read(cut(broken, 5), true))
          .contains("BROKEN the provider")
          .doesNotContain("canary");
    }
  }

  private String read(List<Buffer> parts, boolean usageWanted) throws Exception {
    var done = new CompletableFuture<String>();
    vertx.runOnContext(_ -> {
      var text = Buffer.buffer();
      var source = new PacedStream(vertx, parts, 0, () -> {});
      var stream = new ProviderEvents(source, usage, usageWanted).connect();
      stream.handler(text::appendBuffer);
      stream.endHandler(_ -> done.complete(text.appendString("END").toString()));
      stream.exceptionHandler(
          e -> done.complete(text.appendString("BROKEN " + e.getMessage()).toString()));
      stream.resume();
    });
    return done.get(10, TimeUnit.SECONDS);
  }

  private static List<Buffer> cut(String text, int size) {
    List<Buffer> parts = new ArrayList<>();
    Buffer whole = Buffer.buffer(text);
    for (int i = 0; i < whole.length(); i += size) {
      parts.add(whole.getBuffer(i, Math.min(whole.length(), i + size)));
    }
    return parts;
  }
}
