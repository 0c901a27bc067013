// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictRequestDecoderTest {
  private static final String GET = "GET /a HTTP/1.1\r\nhost: h\r\n\r\n";
  private static final String CHUNKED_HEAD =
      "POST /b HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final String CHUNKED =
      CHUNKED_HEAD.concat("3;x=\"y\"\r\nabc\r\n02\r\nde\r\n0\r\nx-t: u\r\n\r\n");
  private static final String FIXED =
      "PUT /c HTTP/1.0\r\ncontent-length: 3\r\nx: \u00ff \t\r\n\r\nxyz";

  /// What came out: targets of requests, bodies in brackets, faults.
  private static List<String> decoded(String bytes, int step) {
    var options = new HttpServerOptions().setMaxInitialLineLength(64).setMaxHeaderSize(128);
    var channel = new EmbeddedChannel(new StrictRequestDecoder(options));
    for (int i = 0; i < bytes.length(); i += step) {
      String piece = bytes.substring(i, Math.min(bytes.length(), i + step));
      ByteBuf buffer = Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1);
      boolean _ = channel.writeInbound(buffer);
    }
    List<String> out = new ArrayList<>();
    for (HttpObject read = channel.readInbound(); read != null; read = channel.readInbound()) {
      DecoderResult result = read.decoderResult();
      if (result.isFailure()) {
        out.add(String.valueOf(result.cause().getMessage()));
      } else if (read instanceof HttpRequest request) {
        out.add(request.uri());
      } else if (read instanceof HttpContent content && content.content().isReadable()) {
        out.add(content.content().toString(StandardCharsets.ISO_8859_1));
      }
      ReferenceCountUtil.release(read);
    }
    boolean _ = channel.finishAndReleaseAll();
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void readsRequestsOneAfterTheOtherHoweverTheyArrive(int step) {
    List<String> read = decoded(GET + CHUNKED + FIXED + GET, step);

    assertThat(String.join("", read)).isEqualTo("/a/babcde/cxyz/a");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  void readsNothingBehindTheFirstFault(int step) {
    assertThat(decoded(GET + GET.replace("\r\n", "\n") + GET, step))
        .containsExactly("/a", "the request line goes on or ends bare");
    assertThat(decoded(CHUNKED.replace("02\r", "0x\r") + GET, step).getLast())
        .isEqualTo("a chunk size is no hexadecimal number");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 10_000})
  void leavesTooLongHeadsToTheDecodersOwnBounds(int step) {
    assertThat(decoded("GET /" + "a".repeat(400) + GET.substring(4), step).getLast())
        .contains("HTTP line is larger than 64");
    assertThat(
            decoded(GET.replace("\r\n\r\n", "\r\nx: " + "a".repeat(400) + "\r\n\r\n"), step)
                .getLast())
        .contains("HTTP header is larger than 128");
    String many = "a: b\r\n".repeat(30);
    assertThat(decoded(GET.replace("host", many + "host") + GET, step))
        .as("in bounds but for line ends")
        .containsExactly("/a", "/a");
  }

  @Test
  void bothLengthAndCodingAreOneTooMany() {
    assertThat(decoded(CHUNKED.replace("host: h", "host: h\r\ncontent-length: 3"), 1000))
        .containsExactly("both a content length and a transfer coding");
  }
}
