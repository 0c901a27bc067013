// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HandoverTest {
  private static final int STEPS = 1_000;

  @Test
  void runsEachStepOnceInOrderInItsOwnContext() throws Exception {
    Vertx vertx = VertxFactory.open(1);
    try {
      Context context = vertx.getOrCreateContext();
      var handover = onLoop(context, () -> Handover.of(context));
      List<Integer> seen = new CopyOnWriteArrayList<>();
      List<Context> contexts = new CopyOnWriteArrayList<>();
      var last = new CompletableFuture<Void>();

      for (int i = 0; i < STEPS; i++) {
        int number = i;
        handover.give(
            context,
            () -> {
              seen.add(number);
              contexts.add(Vertx.currentContext());
              if (number == STEPS - 1) {
                last.complete(null);
              }
            });
      }

      last.get(10, TimeUnit.SECONDS);
      assertThat(seen).isEqualTo(IntStream.range(0, STEPS).boxed().toList());
      assertThat(contexts).containsOnly(context);
    } finally {
      VertxFactory.close(vertx);
    }
  }

  @Test
  void isOneForEachLoop() throws Exception {
    Vertx vertx = VertxFactory.open(1);
    try {
      Context context = vertx.getOrCreateContext();
      assertThat(onLoop(context, () -> Handover.of(context)))
          .isSameAs(onLoop(context, () -> Handover.of(context)));
    } finally {
      VertxFactory.close(vertx);
    }
  }

  private static Handover onLoop(Context context, Supplier<Handover> what) throws Exception {
    var found = new CompletableFuture<Handover>();
    context.runOnContext(_ -> found.complete(what.get()));
    return found.get(10, TimeUnit.SECONDS);
  }
}
