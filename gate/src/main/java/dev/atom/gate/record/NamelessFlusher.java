// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Writes what [NamelessRefusals] counted, every ten seconds and at the end.
///
/// Owns one thread.
public final class NamelessFlusher implements AutoCloseable {
  private static final int SECONDS = 10;

  private final NamelessRefusals refusals;
  private final GateRecords records;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("refusal-counts").daemon().unstarted(task));

  public NamelessFlusher(NamelessRefusals refusals, GateRecords records) {
    this.refusals = refusals;
    this.records = records;
  }

  /// Begins to write.
  public void start() {
    var _ = thread.scheduleAtFixedRate(this::flush, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void flush() {
    refusals
        .drain()
        .forEach((row, count) -> {
          var _ = records.counted(row.source(), row.reason(), count);
        });
  }

  @Override
  public void close() {
    thread.shutdown();
    flush();
  }
}
