// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Brings what another thread has finished back to an event loop, many things at a time.
///
/// A thread that answers a hundred callers one after the other would otherwise wake the loop for
/// each of them, and on one processor be interrupted by it as often. So the loop comes a moment
/// after the first and takes all that is there. Steps run in the order they were given, each in its
/// own context.
public final class Handover {
  private static final long MOMENT_MICROS = 100;
  private static final FastThreadLocal<@Nullable Handover> OWN = new FastThreadLocal<>();

  private final EventExecutor loop;
  private final Queue<Step> given = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean coming = new AtomicBoolean();

  private Handover(EventExecutor loop) {
    this.loop = loop;
  }

  /// The one of the event loop of `context`, on which this is called.
  public static Handover of(Context context) {
    Handover known = OWN.get();
    if (known == null) {
      known = new Handover(((ContextInternal) context).nettyEventLoop());
      OWN.set(known);
    }
    return known;
  }

  private record Step(ContextInternal context, Runnable what) {}

  /// Has `what` run on the loop, in `context`; on any thread.
  public void give(Context context, Runnable what) {
    given.add(new Step((ContextInternal) context, what));
    if (coming.compareAndSet(false, true)) {
      var _ = loop.schedule(this::take, MOMENT_MICROS, TimeUnit.MICROSECONDS);
    }
  }

  private void take() {
    coming.set(false);
    for (Step step = given.poll(); step != null; step = given.poll()) {
      Runnable what = step.what();
      step.context().dispatch(what);
    }
  }
}
