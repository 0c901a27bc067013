// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.gate.admission.LocalRateLimiter;
import dev.atom.gate.admission.RateLimiter;
import dev.atom.gate.admission.RedisRateLimiter;
import dev.atom.gate.admission.RedisSettings;
import dev.atom.gate.record.GateRecords;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The parts as the configuration names them: the chain in PostgreSQL, and counts of this process
/// or shared in Redis.
public final class ConfiguredParts implements GateParts {
  @Override
  public AuditTrail trail(GateConfig.Audit config, InstantSource clock, RandomGenerator random) {
    var standard = AuditConfig.of(config.databaseUrl(), config.hmacSecret());
    return ChainedAuditTrail.open(
        new AuditConfig(
            standard.databaseUrl(), standard.hmacSecret(), config.timeout(), standard.queueLimit()),
        clock,
        random);
  }

  @Override
  public RateLimiter limiter(
      GateConfig.Limits config,
      GateRecords records,
      RandomGenerator random,
      LongSupplier nanoClock) {
    if (config.redisUrl().isEmpty()) {
      return new LocalRateLimiter(config.replicas());
    }
    var settings =
        new RedisSettings(config.redisUrl().get().reveal(), config.redisCa(), config.replicas());
    String process = Long.toHexString(random.nextLong());
    var shared = new RedisRateLimiter(settings, process, records::limiterDegraded, nanoClock);
    shared.connect();
    return shared;
  }
}
