// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Delivers buffers one at a time on the event loop that made it, as the reader asks for them, with
/// a pause between them if there shall be one. Starts paused.
final class PacedStream implements ReadStream<Buffer> {
  private final Vertx vertx;
  private final Context context;
  private final Iterator<Buffer> buffers;
  private final long pauseMillis;
  private final Runnable atEnd;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private long demand;
  private boolean scheduled;
  private boolean over;

  PacedStream(Vertx vertx, List<Buffer> buffers, long pauseMillis, Runnable atEnd) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.buffers = buffers.iterator();
    this.pauseMillis = pauseMillis;
    this.atEnd = atEnd;
  }

  void cancel() {
    over = true;
  }

  private void schedule() {
    if (scheduled || over || demand == 0) {
      return;
    }
    scheduled = true;
    if (pauseMillis > 0) {
      vertx.setTimer(pauseMillis, _ -> deliver());
    } else {
      context.runOnContext(_ -> deliver());
    }
  }

  private void deliver() {
    scheduled = false;
    if (over || demand == 0) {
      return;
    }
    if (!buffers.hasNext()) {
      over = true;
      atEnd.run();
      if (endHandler != null) {
        endHandler.handle(null);
      }
      return;
    }
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    Buffer next = buffers.next();
    if (handler != null) {
      handler.handle(next);
    }
    schedule();
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> newHandler) {
    handler = newHandler;
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> newHandler) {
    endHandler = newHandler;
    return this;
  }

  /// Nothing can fail here.
  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> newHandler) {
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    demand = 0;
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    schedule();
    return this;
  }
}
