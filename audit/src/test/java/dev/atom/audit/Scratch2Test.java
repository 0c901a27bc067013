// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.postgres.*;
import dev.atom.storage.*;
import dev.atom.testing.*;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class Scratch2Test {
  @Test
  void costs() throws Exception {
    Path f = Files.createTempDirectory("atomscratch");
    var own = TestPostgres.ownSettings(f);
    try (var pg =
        EmbeddedPostgres.start(new PostgresSettings(f, 0, Map.of(), own.binaries(), true))) {
      Migrations.run(PostgresUrl.parse(pg.url(AtomRole.ATOM_OWNER)));
      try (var trail =
          Trails.open(
              new AuditConfig(
                  pg.url(AtomRole.ATOM_AUDIT),
                  Trails.SECRET,
                  java.time.Duration.ofSeconds(50),
                  200000))) {
        var l = new ArrayList<java.util.concurrent.CompletableFuture<AuditReceipt>>();
        for (int i = 0; i < 40000; i++)
          l.add(trail.append(Trails.event(Trails.freshId().toString())));
        l.forEach(x -> x.join());
      }
      try (var c =
              Database.connect(
                  PostgresUrl.parse(pg.url(AtomRole.ATOM_OWNER)).with("socketTimeout", "100"),
                  "x");
          var s = c.createStatement()) {
        c.setAutoCommit(true);
        String[] drops = {
          "",
          "ALTER TABLE t DROP CONSTRAINT audit_log_chain_form",
          "ALTER TABLE t DROP CONSTRAINT t_segment_prev_hash_key",
          "ALTER TABLE t DROP CONSTRAINT t_event_id_key",
          "drop index t_agent_id_id_idx",
          "drop index t_decision_id_id_idx",
          "drop index t_recorded_at_idx",
          "ALTER TABLE t drop constraint t_pkey"
        };
        s.execute("CREATE TABLE t (LIKE audit_log_chain INCLUDING ALL)");
        var rs = s.executeQuery("select indexname from pg_indexes where tablename='t'");
        while (rs.next()) System.out.println(rs.getString(1));
        for (String d : drops) {
          if (!d.isEmpty()) s.execute(d);
          long best = Long.MAX_VALUE;
          for (int r = 0; r < 4; r++) {
            s.execute("TRUNCATE t");
            long t = System.nanoTime();
            s.execute("INSERT INTO t SELECT * FROM audit_log_chain");
            best = Math.min(best, System.nanoTime() - t);
          }
          System.out.printf("%6.1f us/row after %s%n", best / 1e3 / 40000, d);
        }
        s.execute("CREATE TABLE p (LIKE audit_payloads INCLUDING ALL)");
        long t = System.nanoTime();
        s.execute("INSERT INTO p SELECT * FROM audit_payloads");
        System.out.printf("%6.1f us/row payloads%n", (System.nanoTime() - t) / 1e3 / 40000);
      }
    }
  }
}
