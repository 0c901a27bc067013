// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

/// The number the gateway watches: it moves with every change that a gateway must learn of.
public final class WorldRevision {
  private WorldRevision() {}

  /// Moves the number in the transaction of the change.
  public static void bump(Transaction tx) {
    tx.update("update world_revision set revision = revision + 1, changed_at = now()");
  }

  /// Where the number stands. Reading it also shows that the database answers.
  public static long current(Transaction tx) {
    return tx.row("select revision from world_revision", row -> row.number("revision"))
        .orElseThrow(() -> new IllegalStateException("world_revision has no row"));
  }
}
