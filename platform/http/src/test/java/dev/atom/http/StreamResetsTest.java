// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamResetsTest {
  private final List<String> told = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel(new StreamResets(told::add));

  private static ByteBuf header(int length, byte type) {
    return Unpooled.buffer().writeMedium(length).writeByte(type).writeByte(0).writeInt(1);
  }

  private static ByteBuf reset(Http2Error why) {
    return header(4, Http2FrameTypes.RST_STREAM).writeInt((int) why.code());
  }

  @Test
  void aStreamResetForWhatWasSentIsTold() {
    channel.writeOutbound(reset(Http2Error.PROTOCOL_ERROR));

    assertThat(told).containsExactly("a stream was reset: PROTOCOL_ERROR");
  }

  @Test
  void aResetThatTheApplicationAskedForIsNot() {
    channel.writeOutbound(reset(Http2Error.CANCEL), reset(Http2Error.NO_ERROR));

    assertThat(told).isEmpty();
  }

  @Test
  void contentThatLooksLikeAResetIsContent() {
    channel.writeOutbound(
        header(26, Http2FrameTypes.DATA),
        reset(Http2Error.PROTOCOL_ERROR),
        reset(Http2Error.PROTOCOL_ERROR));
    assertThat(told).isEmpty();

    channel.writeOutbound(
        header(0, Http2FrameTypes.DATA), reset(Http2Error.REFUSED_STREAM), Unpooled.EMPTY_BUFFER);
    assertThat(told).containsExactly("a stream was reset: REFUSED_STREAM");
  }
}
