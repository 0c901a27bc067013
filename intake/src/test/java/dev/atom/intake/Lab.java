// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.base.ByteSize;
import dev.atom.base.Sha256;
import dev.atom.http.TlsFiles;
import dev.atom.intake.IntakeConfig.SigningKey;
import dev.atom.intake.IntakeConfig.TenantConfig;
import dev.atom.node.NodeApp;
import dev.atom.node.NodeConfig;
import dev.atom.node.host.HostPaths;
import dev.atom.node.journal.Journal;
import dev.atom.node.uplink.IntakeConfig.ClientKey;
import dev.atom.node.uplink.IntakeConfig.Limits;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.testing.TestCa;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// An intake with two tenants, `red` and `blue`, a database, keys for both, and agents on demand.
final class Lab implements AutoCloseable {
  static final String RED_READER = "red-reader-key-0123456789abcdef";
  static final String BLUE_READER = "blue-reader-key-0123456789abcdef";
  static final String BLUE_API_KEY = "blue-api-key-0123456789abcdef";

  final Path folder;
  final TestCa ca;
  final TestDatabase database;
  final KeyPair redKeys = keys();
  final KeyPair blueKeys = keys();
  final ByteArrayOutputStream journal = new ByteArrayOutputStream();
  private final List<NodeApp> agents = new ArrayList<>();
  private IntakeApp app;

  Lab(Path folder) {
    this.folder = folder;
    this.ca = TestCa.create(folder, "authority");
    this.database = TestPostgres.shared().freshDatabase();
    ca.issue("intake");
    ca.issue("red-agents");
    write("red.pem", pem(redKeys));
    write("blue.pem", pem(blueKeys));
    write("blue.key.txt", BLUE_API_KEY + "\n");
    this.app = open(0);
  }

  private IntakeApp open(int port) {
    var intake = new IntakeApp(config(port), InstantSource.system(), new SecureRandom());
    intake.start();
    return intake;
  }

  IntakeConfig config(int port) {
    var tls =
        new TlsFiles(
            folder.resolve("intake.pem"),
            folder.resolve("intake.key"),
            Optional.of(ca.certificate()));
    return new IntakeConfig(
        new IntakeConfig.Agents("127.0.0.1", port, tls),
        new IntakeConfig.Api("127.0.0.1", 0, tls),
        new IntakeConfig.DatabaseConfig(database.intakeUrl(), database.ownerUrl()),
        new IntakeConfig.Retention(
            Duration.ofMinutes(15), Duration.ofMinutes(5), Duration.ofDays(1)),
        List.of(
            new TenantConfig(
                "red",
                List.of(),
                List.of("red-agents"),
                List.of(new SigningKey(folder.resolve("red.pem"), Optional.empty())),
                List.of(Sha256.hex(RED_READER))),
            new TenantConfig(
                "blue",
                List.of(Sha256.hex(BLUE_API_KEY)),
                List.of(),
                List.of(new SigningKey(folder.resolve("blue.pem"), Optional.empty())),
                List.of(Sha256.hex(BLUE_READER)))));
  }

  IntakeApp intake() {
    return app;
  }

  /// Stops intake and opens it again on the same port.
  void restart() {
    int port = app.agentPort();
    app.close();
    app = open(port);
  }

  void stopIntake() {
    app.close();
  }

  void startIntake(int port) {
    app = open(port);
  }

  /// An agent of red, with mutual TLS, on this machine's own files.
  NodeApp redAgent() {
    return agent(HostPaths.usual(), redUplink(List.of()));
  }

  NodeApp agent(HostPaths host, dev.atom.node.uplink.IntakeConfig uplink) {
    var config =
        new NodeConfig(
            Optional.of("node-1"),
            Optional.empty(),
            host,
            new NodeConfig.Collection(
                Duration.ofMillis(300),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                List.of("kernel"),
                List.of()),
            uplink,
            dev.atom.node.privacy.CommandLines.Mode.OFF,
            Optional.empty());
    var agent =
        new NodeApp(
            config,
            new Journal(
                new PrintStream(journal, true, StandardCharsets.UTF_8), InstantSource.system()),
            InstantSource.system(),
            System::nanoTime,
            new SecureRandom());
    agents.add(agent);
    agent.start();
    return agent;
  }

  dev.atom.node.uplink.IntakeConfig redUplink(List<String> pins) {
    return uplink(
        pins,
        Optional.of(
            new ClientKey(folder.resolve("red-agents.pem"), folder.resolve("red-agents.key"))),
        Optional.empty(),
        "red.pem");
  }

  dev.atom.node.uplink.IntakeConfig blueUplink() {
    return uplink(
        List.of(), Optional.empty(), Optional.of(folder.resolve("blue.key.txt")), "blue.pem");
  }

  dev.atom.node.uplink.IntakeConfig uplink(
      List<String> pins, Optional<ClientKey> client, Optional<Path> apiKey, String signing) {
    return new dev.atom.node.uplink.IntakeConfig(
        "localhost",
        app.agentPort(),
        ca.certificate(),
        pins,
        client,
        apiKey,
        folder.resolve(signing),
        new Limits(
            ByteSize.parse("256KiB"),
            Duration.ofMillis(100),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofMillis(50),
            Duration.ofMillis(400)));
  }

  /// Asks intake's API.
  HttpResponse<String> ask(String path, String readerKey) {
    try (var client = HttpClient.newBuilder().sslContext(ca.anonymous()).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("https://localhost:" + app.apiPort() + path))
              .header("authorization", "Bearer " + readerKey)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// One text from the database, as its owner, who sees every tenant.
  String sql(String query) {
    try (Database owner = Database.open(PostgresUrl.parse(database.ownerUrl()), "lab", 1)) {
      return owner.read(connection -> {
        try (var statement = connection.createStatement();
            ResultSet row = statement.executeQuery(query)) {
          return row.next() ? String.valueOf(row.getString(1)) : "";
        }
      });
    }
  }

  String said() {
    return journal.toString(StandardCharsets.UTF_8);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(KeyPair keys) {
    return block("PRIVATE KEY", keys.getPrivate().getEncoded())
        + block("PUBLIC KEY", keys.getPublic().getEncoded());
  }

  private static String block(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  @Override
  public void close() {
    agents.forEach(NodeApp::close);
    app.close();
  }
}
