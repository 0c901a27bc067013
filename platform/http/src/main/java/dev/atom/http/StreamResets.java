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
/// nobody when the stream never became a request, so the frames it writes are looked at. Their
/// lengths are followed, as content may look like a frame. Resets that the application asks for
/// (NO_ERROR, CANCEL) are not meant.
final class StreamResets extends ChannelOutboundHandlerAdapter {
  private static final int HEADER_BYTES = 9;
  private static final int RESET_BYTES = HEADER_BYTES + 4;
  private static final int TYPE_AT = 3;

  private final Consumer<String> broken;

  /// How many bytes of the frame under way are still to be written.
  private int owed;

  /// @param broken told of each such stream, with the name of the error
  StreamResets(Consumer<String> broken) {
    this.broken = broken;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      follow(bytes);
    }
    var _ = context.write(message, promise);
  }

  /// A frame begins in a piece of its own, and may go on in further ones.
  private void follow(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (owed > 0) {
      owed = Math.max(0, owed - length);
      return;
    }
    if (length < HEADER_BYTES) {
      return;
    }
    int at = bytes.readerIndex();
    owed = Math.max(0, HEADER_BYTES + bytes.getUnsignedMedium(at) - length);
    if (length == RESET_BYTES && bytes.getByte(at + TYPE_AT) == Http2FrameTypes.RST_STREAM) {
      look(bytes.getUnsignedInt(at + HEADER_BYTES));
    }
  }

  private void look(long code) {
    Http2Error error = Http2Error.valueOf(code);
    if (error != null && error != Http2Error.NO_ERROR && error != Http2Error.CANCEL) {
      broken.accept("a stream was reset: " + error);
    }
  }
}
