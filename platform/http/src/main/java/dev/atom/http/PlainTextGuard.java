// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.net.InetSocketAddress;

/// Looks at the first byte of a connection before TLS does. A TLS handshake goes on untouched;
/// anything else is plain text and ends here, with the answer of a [PlainText].
final class PlainTextGuard extends ChannelInboundHandlerAdapter {
  private static final int TLS_HANDSHAKE = 0x16;

  private final PlainText plainText;
  private boolean refused;

  private PlainTextGuard(PlainText plainText) {
    this.plainText = plainText;
  }

  /// The transport of this machine, with such a guard in front of every connection it accepts.
  static Transport before(PlainText plainText) {
    return Epoll.isAvailable()
        ? new TransportInternal("epoll", true, null, new GuardedEpoll(plainText))
        : new TransportInternal("nio", true, null, new GuardedNio(plainText));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
      context.fireChannelRead(message);
      return;
    }
    int first = bytes.getUnsignedByte(bytes.readerIndex());
    if (first == TLS_HANDSHAKE) {
      context.pipeline().remove(this);
      context.fireChannelRead(message);
      return;
    }
    refused = true;
    ReferenceCountUtil.release(message);
    refuse(context, first >= 'A' && first <= 'Z');
  }

  /// SECURITY(T-17): without TLS there is an answer at most, and never a request.
  private void refuse(ChannelHandlerContext context, boolean http) {
    String remote =
        context.channel().remoteAddress() instanceof InetSocketAddress address
            ? address.getAddress().getHostAddress()
            : "";
    plainText.spoken(
        remote,
        http,
        answer -> {
          var _ =
              context
                  .writeAndFlush(Unpooled.wrappedBuffer(answer))
                  .addListener(ChannelFutureListener.CLOSE);
        });
  }

  /// Puts a guard first into the pipeline of each accepted connection.
  @ChannelHandler.Sharable
  private static final class Accepting extends ChannelInboundHandlerAdapter {
    private final PlainText plainText;

    Accepting(PlainText plainText) {
      this.plainText = plainText;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel accepted) {
        accepted.pipeline().addLast(new PlainTextGuard(plainText));
      }
      context.fireChannelRead(message);
    }
  }

  private static final class GuardedEpoll extends EpollTransport {
    private final PlainText plainText;

    GuardedEpoll(PlainText plainText) {
      this.plainText = plainText;
    }

    @Override
    public void configure(NetServerOptions options, boolean domain, ServerBootstrap server) {
      super.configure(options, domain, server);
      server.handler(new Accepting(plainText));
    }
  }

  private static final class GuardedNio extends NioTransport {
    private final PlainText plainText;

    GuardedNio(PlainText plainText) {
      this.plainText = plainText;
    }

    @Override
    public void configure(NetServerOptions options, boolean domain, ServerBootstrap server) {
      super.configure(options, domain, server);
      server.handler(new Accepting(plainText));
    }
  }
}
