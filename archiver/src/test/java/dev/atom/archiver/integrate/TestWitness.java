// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.archiver.integrate.IntegrateConfig.WitnessConfig;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.config.ConfigLoader;
import dev.atom.config.ConfigSources;
import dev.atom.testing.TestCa;
import dev.atom.witness.WitnessApp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real witness of one log, that can be stopped and started again on the same port and memory.
final class TestWitness implements AutoCloseable {
  static final String NAME = "witness.example";
  private final Path folder;
  private final TestCa ca;
  private final CheckpointSigner log;
  private final String origin;
  private final SigningKeyFile key;
  private int port;
  private Optional<WitnessApp> app = Optional.empty();

  TestWitness(Path folder, String origin, CheckpointSigner log) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.origin = origin;
    this.log = log;
    this.ca = TestCa.create(folder, "ca");
    ca.issue("witness");
    SigningKeyFile.make(folder.resolve("cosign.pem"), new SecureRandom());
    this.key = SigningKeyFile.open(folder.resolve("cosign.pem"), NAME, KeyType.COSIGNATURE_ED25519);
  }

  /// Starts it; the port is that of the first start.
  TestWitness start() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("witness.yaml"),
            """
            listener: {port: %d, tls: {certificate: witness.pem, key: witness.key}}
            name: %s
            key-file: cosign.pem
            state: seen
            logs:
              - {origin: %s, vkeys: ["%s"]}
            """
                .formatted(port, NAME, origin, log.publicKey().text()));
    var sources = new ConfigSources(Optional.of(file), Map.of(), List.of());
    var config = ConfigLoader.load(dev.atom.witness.WitnessConfig.class, sources).orThrow();
    var started = new WitnessApp(config.config(), InstantSource.system());
    app = Optional.of(started);
    started.start();
    port = started.port();
    return this;
  }

  SigningKeyFile key() {
    return key;
  }

  /// How a log asks it, expecting cosignatures of its own key.
  WitnessConfig config() {
    return config(key);
  }

  /// How a log asks it, expecting cosignatures of another key.
  WitnessConfig config(CheckpointSigner expected) {
    return new WitnessConfig(
        URI.create("https://localhost:" + port + "/"),
        expected.publicKey().text(),
        Optional.of(ca.certificate()));
  }

  void stop() {
    app.ifPresent(WitnessApp::close);
    app = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}
