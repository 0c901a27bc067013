// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.function.Consumer;

/// Notices when the HTTP/2 codec resets a stream for what a client sent on it. The codec tells
/// nobody when the stream never became a request, so the frame it writes is looked at: RST_STREAM
/// is thirteen bytes in one piece. Resets that the application asks for (NO_ERROR, CANCEL) are not
/// meant.
final class StreamResets extends ChannelOutboundHandlerAdapter {
  private static final int FRAME_BYTES = 13;
  private static final int TYPE_AT = 3;
  private static final int ERROR_AT = 9;

  private final Consumer<String> broken;

  /// @param broken told of each such stream, with the name of the error
  StreamResets(Consumer<String> broken) {
    this.broken = broken;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf frame
        && frame.readableBytes() == FRAME_BYTES
        && frame.getByte(frame.readerIndex() + TYPE_AT) == Http2FrameTypes.RST_STREAM) {
      look(frame.getUnsignedInt(frame.readerIndex() + ERROR_AT));
    }
    var _ = context.write(message, promise);
  }

  private void look(long code) {
    Http2Error error = Http2Error.valueOf(code);
    if (error != null && error != Http2Error.NO_ERROR && error != Http2Error.CANCEL) {
      broken.accept("a stream was reset: " + error);
    }
  }
}
