// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import java.util.Locale;

/// The login roles of an Atom database; what each may do is granted by the migrations.
public enum AtomRole {
  /// Owns the database and its schema; runs migrations.
  ATOM_OWNER,
  /// The control plane.
  ATOM_STUDIO,
  /// Reads the world for GATE.
  ATOM_GATE,
  /// Appends to the audit chain.
  ATOM_AUDIT,
  /// Reads the trail to carry it away; its transactions are read-only.
  ATOM_ARCHIVER,
  /// Removes what is over its time, through two functions; may read nothing.
  ATOM_RETENTION,
  /// Keeps what node agents report, one tenant at a time.
  ATOM_INTAKE,
  /// Reads for people; its transactions are read-only.
  ATOM_READER;

  /// The name in SQL.
  public String roleName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
