// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.record;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Writes what [CountedRefusals] counted, every ten seconds and at the end.
///
/// Owns one thread.
public final class CountFlusher implements AutoCloseable {
  private static final int SECONDS = 10;

  private final CountedRefusals counted;
  private final GateRecords records;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("refusal-counts").daemon().unstarted(task));

  public CountFlusher(CountedRefusals counted, GateRecords records) {
    this.counted = counted;
    this.records = records;
  }

  /// Begins to write.
  public void start() {
    var _ = thread.scheduleAtFixedRate(this::flush, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void flush() {
    counted
        .drain()
        .forEach((row, count) -> {
          var _ = records.counted(row, count);
        });
  }

  @Override
  public void close() {
    thread.shutdown();
    flush();
  }
}
