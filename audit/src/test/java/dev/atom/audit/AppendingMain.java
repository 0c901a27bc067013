// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/// A process that appends: arguments are the database URL, a prefix, a number of events and perhaps
/// the file with the secrets. Prints `ack <decision id> <seq>` for each event that was
/// acknowledged, `failed` for each that was not. Ends in good order when something comes on its
/// standard input.
final class AppendingMain {
  private static final int AT_ONCE = 256;

  private AppendingMain() {}

  public static void main(String[] args) throws Exception {
    var config =
        new AuditConfig(
            args[0],
            args.length > 3 ? RotatingSecret.in(Path.of(args[3])) : Trails.SECRET,
            Duration.ofSeconds(20),
            8192,
            Duration.ZERO);
    var permits = new Semaphore(AT_ONCE);
    var out = new PrintStream(System.out, true);
    try (var trail = ChainedAuditTrail.open(config, InstantSource.system(), new SecureRandom())) {
      for (int i = 0; i < Integer.parseInt(args[2]) && System.in.available() == 0; i++) {
        String id = args[1] + i;
        permits.acquire();
        trail
            .append(Trails.event(id))
            .whenComplete((receipt, failure) -> {
              out.println(failure == null ? "ack " + id + " " + receipt.seq() : "failed");
              permits.release();
            })
            .exceptionally(_ -> AuditReceipt.QUEUED);
      }
      permits.acquire(AT_ONCE);
    }
    out.flush();
  }
}
