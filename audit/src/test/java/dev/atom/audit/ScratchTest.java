// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.postgres.*;
import dev.atom.storage.*;
import dev.atom.testing.*;
import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.util.concurrent.atomic.*;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void throughput() throws Exception {
    Path f = Files.createTempDirectory("atomscratch");
    var own = TestPostgres.ownSettings(f);
    try (var pg =
        EmbeddedPostgres.start(
            new PostgresSettings(f, 0, java.util.Map.of(), own.binaries(), true))) {
      Migrations.run(PostgresUrl.parse(pg.url(AtomRole.ATOM_OWNER)));
      try (var trail = Trails.open(pg.url(AtomRole.ATOM_AUDIT))) {
        for (int round = 0; round < 4; round++) {
          var done = new AtomicLong();
          var bad = new AtomicLong();
          var stop = new AtomicBoolean();
          var lat = new java.util.concurrent.ConcurrentLinkedQueue<Long>();
          var threads = new Thread[64];
          long[] w0 = cpu();
          double p0 = pg(pg.pid());
          long t0 = System.nanoTime();
          for (int i = 0; i < 64; i++) {
            threads[i] =
                Thread.ofVirtual()
                    .start(() -> {
                      while (!stop.get()) {
                        long s = System.nanoTime();
                        try {
                          trail.append(Trails.event("decision")).join();
                          done.incrementAndGet();
                        } catch (RuntimeException e) {
                          bad.incrementAndGet();
                        }
                        lat.add(System.nanoTime() - s);
                      }
                    });
          }
          java.util.concurrent.locks.LockSupport.parkNanos(6_000_000_000L);
          stop.set(true);
          for (var t : threads) t.join();
          double secs = (System.nanoTime() - t0) / 1e9;
          long[] w1 = cpu();
          System.out.printf("pg cpu/event %.1f us%n", (pg(pg.pid()) - p0) * 1e6 / done.get());
          var l = lat.stream().mapToLong(x -> x).sorted().toArray();
          System.out.printf(
              "ROUND %d: %.0f ev/s bad=%d writer cpu/event %.1f us, jvm cpu/event %.1f us, p50 %.2f p99 %.2f ms%n",
              round,
              done.get() / secs,
              bad.get(),
              (w1[0] - w0[0]) / 1e3 / done.get(),
              (w1[1] - w0[1]) / 1e3 / done.get(),
              l[l.length / 2] / 1e6,
              l[l.length * 99 / 100] / 1e6);
        }
      }
      try (var db = Database.open(PostgresUrl.parse(pg.url(AtomRole.ATOM_READER)), "v", 1)) {
        for (int i = 0; i < 3; i++) {
          long t = System.nanoTime();
          var v =
              dev.atom.audit.verify.ChainVerifier.verify(
                  new dev.atom.audit.store.PostgresEntrySource(db),
                  dev.atom.audit.chain.KeyRing.of(Trails.SECRET));
          double secs = (System.nanoTime() - t) / 1e9;
          System.out.println(
              v
                  + " in "
                  + secs
                  + " s: "
                  + ((dev.atom.audit.verify.Verification.Intact) v).count() / secs
                  + " per s");
        }
      }
    }
  }

  static double pg(long pid) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(ProcessHandle.of(pid).get()),
            ProcessHandle.of(pid).get().descendants())
        .mapToDouble(h -> h.info().totalCpuDuration().map(d -> d.toNanos() / 1e9).orElse(0.0))
        .sum();
  }

  static long[] cpu() {
    var mx = ManagementFactory.getThreadMXBean();
    long w = 0;
    for (long id : mx.getAllThreadIds()) {
      var info = mx.getThreadInfo(id);
      if (info != null && info.getThreadName().equals("audit-writer")) w = mx.getThreadCpuTime(id);
    }
    long p =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    return new long[] {w, p};
  }
}
