// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// A process that appends until it comes to a [CrashStep], and there dies like under `kill -9`, or
/// stops like under `kill -STOP`. Arguments: database URL with `%d` for the port, the port, a
/// prefix, the step, how many times to pass it, `die` or `stop`, and the patience in milliseconds.
/// Prints `ack <decision id> <seq> .` for each event that was acknowledged, `failed` for each that
/// was not.
final class CrashingMain {
  private static final int AT_ONCE = 32;

  private CrashingMain() {}

  public static void main(String[] args) throws Exception {
    var step = CrashStep.valueOf(args[3]);
    var left = new AtomicInteger(Integer.parseInt(args[4]));
    boolean dies = args[5].equals("die");
    var proxy =
        new FaultProxy(Integer.parseInt(args[1])) {
          @Override
          void before(String chunk, boolean requests) {
            reach(chunk, requests, true);
          }

          @Override
          void after(String chunk, boolean requests) {
            reach(chunk, requests, false);
          }

          private void reach(String chunk, boolean requests, boolean notPassed) {
            if (step.is(chunk, requests, notPassed) && left.getAndDecrement() == 0) {
              if (dies) {
                Runtime.getRuntime().halt(137);
              }
              standStill();
            }
          }
        };
    append(args[0].formatted(proxy.port()), args[2], Duration.ofMillis(Long.parseLong(args[6])));
  }

  private static void standStill() {
    try {
      String self = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-STOP", self).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void append(String url, String prefix, Duration patience)
      throws InterruptedException {
    var config = new AuditConfig(url, Trails.SECRET, patience, 8192, Duration.ZERO);
    var permits = new Semaphore(AT_ONCE);
    var out = new PrintStream(System.out, true);
    try (var trail = ChainedAuditTrail.open(config, InstantSource.system(), new SecureRandom())) {
      for (int i = 0; i < 10_000_000; i++) {
        String id = prefix + i;
        permits.acquire();
        trail
            .append(Trails.event(id))
            .whenComplete((receipt, failure) -> {
              out.println(failure == null ? "ack " + id + " " + receipt.seq() + " ." : "failed");
              permits.release();
            })
            .exceptionally(_ -> AuditReceipt.QUEUED);
      }
    }
  }
}
