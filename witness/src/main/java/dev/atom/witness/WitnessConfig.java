// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.http.TlsFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The configuration of the process.
///
/// @param listener where it listens
/// @param name of the witness, under which it signs
/// @param keyFile its Ed25519 key
/// @param state where it remembers
/// @param logs whose checkpoints it sees
public record WitnessConfig(
    Listener listener,
    @Doc("The witness's name, under which it signs: a URL without scheme.") String name,
    @Doc("PEM file (PKCS#8, mode 0600) of its Ed25519 key; ./atom audit key --make FILE makes one.")
        Path keyFile,
    @Doc("Folder with the last checkpoint of each log. Never restore it from a backup.") Path state,
    @Doc("The logs whose checkpoints it sees.") List<LogConfig> logs) {

  /// Where it listens.
  public record Listener(
      @Default("127.0.0.1") @Doc("Address to listen on.") String host,
      @Env("WITNESS_PORT") @Default("4200") @Doc("Port to listen on; 0 takes a free one.") int port,
      TlsFiles tls) {
    public Listener {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
      }
    }
  }

  /// One log.
  public record LogConfig(
      @Doc("The first line of its checkpoints.") String origin,
      @Doc("Its verifier keys, as ./atom audit key prints them; one must have signed.")
          List<String> vkeys) {
    public LogConfig {
      if (vkeys.isEmpty()) {
        throw new IllegalArgumentException("vkeys of " + origin + " is empty: nothing could hold");
      }
    }
  }

  public WitnessConfig {
    if (logs.isEmpty()) {
      throw new IllegalArgumentException("logs is empty: there would be nothing to see");
    }
    Set<String> origins = new HashSet<>();
    for (LogConfig log : logs) {
      if (!origins.add(log.origin())) {
        throw new IllegalArgumentException("the log " + log.origin() + " stands there twice");
      }
    }
  }
}
