// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// How many kernel messages of which severity came. Off unless turned on; needs CAP_SYSLOG. Their
/// text is not collected: it holds names and addresses.
public final class KernelCollector implements Collector {
  private static final String[] SEVERITIES = {
    "emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"
  };
  private static final int RECORD_BYTES_MAX = 8192;
  private static final Metric MESSAGES = Metric.sum("system.kernel.messages", "{message}");

  private final AtomicLongArray counts = new AtomicLongArray(SEVERITIES.length);
  private @Nullable Thread reader;
  private volatile String problem = "";

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  /// The messages are waited for by a thread of their own: they may not come for hours.
  @Override
  public Reading collect(Pass pass) {
    Thread running = reader;
    if (running == null || !running.isAlive()) {
      String path = pass.host().dev() + "/kmsg";
      problem = "";
      running = Thread.ofPlatform().name("kernel-messages").daemon().unstarted(() -> follow(path));
      reader = running;
      running.start();
    }
    if (!problem.isEmpty()) {
      return new Reading.Failed(problem);
    }
    for (int i = 0; i < SEVERITIES.length; i++) {
      pass.add(MESSAGES, counts.get(i), "severity", SEVERITIES[i]);
    }
    return pass.end();
  }

  private void follow(String path) {
    byte[] record = new byte[RECORD_BYTES_MAX];
    try (var in = new FileInputStream(path)) {
      for (int size = in.read(record); size > 0; size = in.read(record)) {
        count(new String(record, 0, size, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      problem = path + " cannot be read: " + e.getMessage();
    }
  }

  /// A record begins with its priority, such as `6,1234,...;`: the lowest three bits are severity.
  private void count(String record) {
    int comma = record.indexOf(',');
    long priority = comma < 1 ? -1 : Words.number(record.substring(0, comma), -1);
    if (priority >= 0) {
      counts.incrementAndGet((int) (priority & 7));
    }
  }
}
