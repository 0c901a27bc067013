// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes HTTP/1 requests and takes none that two readers could understand differently.
///
/// Netty's decoder repairs: it joins folded headers, skips control characters before a request,
/// takes several kinds of blanks, and drops `Content-Length` beside `Transfer-Encoding`. Here a
/// head is held back until it is complete and each of its bytes was found right, then decoded, then
/// its framing is judged. After the first fault nothing more of the connection is read.
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private static final int LENGTH_DIGITS_MAX = 18;

  private final int headBytesMax;
  private final HeadScanner head = new HeadScanner();
  private final ChunkScanner chunks = new ChunkScanner();
  private int scanned;
  private Part part = Part.HEAD;

  private enum Part {
    HEAD,
    BODY,
    CHUNKED_BODY,
    BROKEN
  }

  StrictRequestDecoder(HttpServerOptions options) {
    super(options);
    this.headBytesMax = options.getMaxInitialLineLength() + options.getMaxHeaderSize();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    switch (part) {
      case BROKEN -> buffer.skipBytes(buffer.readableBytes());
      case HEAD -> decodeHead(context, buffer, out);
      case BODY, CHUNKED_BODY -> decodeBody(context, buffer, out);
    }
  }

  private void decodeHead(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    int from = buffer.readerIndex() + scanned;
    scanned = head.scan(buffer, from, buffer.writerIndex()) - buffer.readerIndex();
    String fault = head.fault();
    if (fault != null) {
      refuse(fault, buffer, out, 0);
    } else if (head.complete() || scanned > headBytesMax) {
      int before = out.size();
      int start = buffer.readerIndex();
      super.decode(context, buffer, out);
      scanned -= buffer.readerIndex() - start;
      judge(buffer, out, before);
    }
  }

  /// Looks at what the head became. Too long a head comes out as a failure of Netty's own.
  private void judge(ByteBuf buffer, List<Object> out, int before) {
    if (out.size() == before || !(out.get(before) instanceof HttpRequest request)) {
      return;
    }
    if (request.decoderResult().isFailure()) {
      part = Part.BROKEN;
      return;
    }
    String fault = faultOf(request);
    if (fault != null) {
      refuse(fault, buffer, out, before);
    } else if (out.getLast() instanceof LastHttpContent) {
      beginHead();
    } else {
      boolean chunked = request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
      part = chunked ? Part.CHUNKED_BODY : Part.BODY;
      scanned = 0;
      chunks.reset();
    }
  }

  private void decodeBody(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    int start = buffer.readerIndex();
    if (part == Part.CHUNKED_BODY) {
      scanned = chunks.scan(buffer, start + scanned) - start;
      String fault = chunks.fault();
      if (fault != null) {
        refuseRest(fault, buffer, out);
        return;
      }
    }
    int before = out.size();
    super.decode(context, buffer, out);
    scanned -= buffer.readerIndex() - start;
    if (out.size() > before && out.getLast() instanceof LastHttpContent last) {
      if (last.decoderResult().isFailure()) {
        part = Part.BROKEN;
      } else {
        beginHead();
      }
    }
  }

  private void beginHead() {
    part = Part.HEAD;
    scanned = 0;
    head.reset();
  }

  private void refuse(String fault, ByteBuf buffer, List<Object> out, int before) {
    part = Part.BROKEN;
    buffer.skipBytes(buffer.readableBytes());
    while (out.size() > before) {
      out.removeLast();
    }
    HttpMessage refused = createInvalidMessage();
    refused.setDecoderResult(DecoderResult.failure(new MalformedRequestException(fault)));
    out.add(refused);
  }

  /// Of version 1.1, so that the answer is.
  @Override
  protected HttpMessage createInvalidMessage() {
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request", Unpooled.EMPTY_BUFFER);
  }

  private void refuseRest(String fault, ByteBuf buffer, List<Object> out) {
    part = Part.BROKEN;
    buffer.skipBytes(buffer.readableBytes());
    var end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
    end.setDecoderResult(DecoderResult.failure(new MalformedRequestException(fault)));
    out.add(end);
  }

  /// What is wrong with the framing; null when nothing is.
  private static @Nullable String faultOf(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean http11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    if (hosts.size() > 1 || (http11 && hosts.isEmpty())) {
      return "there is not exactly one host";
    }
    if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
      return "the host is none";
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (!codings.isEmpty()) {
      boolean chunkedAlone = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
      return http11 && chunkedAlone && lengths.isEmpty()
          ? null
          : "the transfer coding is not chunked alone";
    }
    return lengths.isEmpty() || (lengths.size() == 1 && isLength(lengths.getFirst()))
        ? null
        : "the content length is not one number";
  }

  /// Both at once: the classic of request smuggling.
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new MalformedRequestException("both a content length and a transfer coding");
  }

  private static boolean isLength(String text) {
    return !text.isEmpty()
        && text.length() <= LENGTH_DIGITS_MAX
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isHost(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~:[]%".indexOf(c) >= 0);
  }
}
