// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;

/// A process that owns a cluster, writes a row, prints the server's pid and waits to be killed.
final class OwnerToKill {
  private OwnerToKill() {}

  public static void main(String[] args) throws Exception {
    var settings =
        new PostgresSettings(
            Path.of(args[0]), 0, java.util.Map.of(), Path.of(args[1]), /* durable= */ true);
    var postgres = EmbeddedPostgres.start(settings);
    try (Connection owner = Clusters.connect(postgres.url(AtomRole.ATOM_OWNER))) {
      owner.createStatement().execute("create table kept (word text)");
      owner.createStatement().execute("insert into kept values ('acknowledged')");
    }
    System.out.println(postgres.pid());
    new CountDownLatch(1).await();
  }
}
