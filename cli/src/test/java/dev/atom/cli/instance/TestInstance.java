// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A data folder as a running instance leaves it, for tests that run one of its processes
/// themselves: certificates, and a state that names a port and a database.
public final class TestInstance {
  private final DataFolder folder;

  /// @param processes who get certificates
  public TestInstance(Path root, List<String> processes) {
    this.folder = new DataFolder(root);
    folder.prepare();
    new DevelopmentCa(folder, Instant.now(), new SecureRandom()).ensure(processes);
  }

  /// The folder.
  public DataFolder folder() {
    return folder;
  }

  /// The TLS files of the listener of `process`, as a configuration names them.
  public String tls(String process) {
    return "{certificate: %s, key: %s, client-ca: %s}"
        .formatted(folder.certificate(process), folder.privateKey(process), folder.caCertificate());
  }

  /// Says that `process` listens on `port`, and where the database is.
  public void running(String process, int port, String database) {
    new InstanceState(Map.of(process, port), Map.of(), database, true, true).write(folder);
  }
}
