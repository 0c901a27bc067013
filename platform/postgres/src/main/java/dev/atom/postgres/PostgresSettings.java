// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import dev.atom.base.Secret;
import java.nio.file.Path;
import java.util.Map;

/// How to run one embedded cluster.
///
/// @param folder everything of the cluster lies below it; made when absent, mode 0700
/// @param port the TCP port on 127.0.0.1; 0 = the one used last time, or any free one
/// @param passwords passwords for some of [AtomRole]; the others get random ones, kept in the
///   folder
/// @param binaries where the programs are unpacked, shareable by clusters of one user
/// @param durable fsync and synchronous commit; false only where the data is thrown away
public record PostgresSettings(
    Path folder, int port, Map<AtomRole, Secret> passwords, Path binaries, boolean durable) {
  public PostgresSettings {
    folder = folder.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
    passwords = Map.copyOf(passwords);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
  }

  /// Data that people keep: durable, programs under the same folder.
  public static PostgresSettings keptIn(Path folder) {
    return new PostgresSettings(folder, 0, Map.of(), folder, true);
  }

  /// Data of a test: fast, lost in a power failure; programs unpacked once below `binaries`.
  public static PostgresSettings thrownAway(Path folder, Path binaries) {
    return new PostgresSettings(folder, 0, Map.of(), binaries, false);
  }

  /// The same on this port.
  public PostgresSettings withPort(int newPort) {
    return new PostgresSettings(folder, newPort, passwords, binaries, durable);
  }
}
