// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.audit.AuditTrail;
import dev.atom.gate.admission.RateLimiter;
import dev.atom.gate.record.GateRecords;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Makes the parts of GATE that other systems stand behind. The process uses [ConfiguredParts];
/// that there is another way at all is for measuring what a part costs, which no configuration can
/// do.
public interface GateParts {
  /// Where decisions are written down.
  AuditTrail trail(GateConfig.Audit config, InstantSource clock, RandomGenerator random);

  /// What counts requests.
  ///
  /// @param records told when a shared count is lost
  RateLimiter limiter(
      GateConfig.Limits config,
      GateRecords records,
      RandomGenerator random,
      LongSupplier nanoClock);
}
