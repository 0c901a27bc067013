// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.Optional;

/// What a person may do in the control plane.
public enum Role {
  /// May change users, roles and every domain.
  ADMIN("admin"),
  /// May build and run agents.
  DEVELOPER("developer");

  private final String written;

  Role(String written) {
    this.written = written;
  }

  /// The name in claims and in the database.
  public String written() {
    return written;
  }

  /// Reads the written name; empty when it is none of them.
  public static Optional<Role> read(String written) {
    for (Role role : values()) {
      if (role.written.equals(written)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
