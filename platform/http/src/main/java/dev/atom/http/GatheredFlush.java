// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;

/// Sends what the connections of one event loop have to say right after each other, once the loop
/// has read what there was to read.
///
/// A peer that has fallen asleep is woken up by a send, which costs more than the send itself. Sent
/// one by one between requests, each answer wakes somebody; sent together, the first does. Nothing
/// waits longer than until the end of the present turn of the loop, nor for more than
/// [#TOGETHER_MAX] others. One for each connection, nearest to the socket.
final class GatheredFlush extends ChannelDuplexHandler {
  private static final String NAME = "gatheredFlush";
  private static final int TOGETHER_MAX = 16;
  private static final FastThreadLocal<Gathering> GATHERING =
      new FastThreadLocal<>() {
        @Override
        protected Gathering initialValue() {
          return new Gathering();
        }
      };

  private boolean waiting;

  /// Puts one into a connection's pipeline.
  static void on(Channel channel) {
    channel.pipeline().addFirst(NAME, new GatheredFlush());
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    if (!waiting) {
      waiting = true;
      GATHERING.get().add(new Waiting(this, context), context.executor());
    }
  }

  private void flushNow(ChannelHandlerContext context) {
    if (waiting) {
      waiting = false;
      context.flush();
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    flushNow(context);
    var _ = context.close(promise);
  }

  @Override
  public void disconnect(ChannelHandlerContext context, ChannelPromise promise) {
    flushNow(context);
    var _ = context.disconnect(promise);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!context.channel().isWritable()) {
      flushNow(context);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    flushNow(context);
  }

  private record Waiting(GatheredFlush connection, ChannelHandlerContext context) {}

  /// The connections of one event loop that have something to send.
  private static final class Gathering implements Runnable {
    private final Queue<Waiting> waiting = new ArrayDeque<>(TOGETHER_MAX);
    private boolean scheduled;

    void add(Waiting one, EventExecutor loop) {
      waiting.add(one);
      if (waiting.size() >= TOGETHER_MAX) {
        flushAll();
      } else if (!scheduled) {
        scheduled = true;
        loop.execute(this);
      }
    }

    @Override
    public void run() {
      scheduled = false;
      flushAll();
    }

    private void flushAll() {
      for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
        one.connection().flushNow(one.context());
      }
    }
  }
}
