// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.base.CloseStack;
import dev.atom.benchmarks.Peers.Programs;
import dev.atom.benchmarks.store.BenchTables;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import dev.atom.testing.TestCa;
import dev.atom.testing.TestKeys;
import dev.atom.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What all contenders of a run share: a folder, certificates, one token, one upstream, one
/// PostgreSQL with fsync on. Closing stops and deletes all of it.
final class Workbench implements AutoCloseable {
  static final String HMAC_SECRET =
      "5d0e7c1a94b2f8633ab05f7e1c2d9846f0a1b37e52c84d96718e3fb0c5d2a649";

  final Path folder;
  final Path home;
  final Cores cores;
  final Programs programs;
  final TestCa ca;
  final TestCa.Identity server;
  final TestCa.Identity client;
  final String token;
  final EmbeddedPostgres postgres;
  final OpenLoop openLoop;
  final Wrk wrk;
  final int upstreamPort;
  private final Child upstream;
  private final CloseStack parts;

  /// @param home the repository
  /// @param parts closed by whoever made them, also when this fails half way
  Workbench(Path home, Cores cores, Instant now, CloseStack parts, Consumer<String> progress)
      throws IOException, InterruptedException {
    this.parts = parts;
    this.home = home;
    this.cores = cores;
    this.folder = newFolder(parts);
    this.programs = Peers.ensure(folder, progress);
    progress.accept("making keys, certificates and a database in " + folder);
    this.ca = TestCa.create(Files.createDirectories(folder.resolve("tls")), "ca");
    this.server = ca.issue("localhost");
    this.client = ca.issue("gate");
    Files.createDirectories(folder.resolve("gate"));
    TestKeys.write(folder.resolve("gate/jwt_public.pem"), TestKeys.signing().getPublic());
    Files.writeString(folder.resolve("gate/hmac"), HMAC_SECRET);
    this.token =
        TestTokens.shared()
            .agent(Samples.AGENT.toString(), Samples.DOMAIN.toString(), "client", now);
    this.postgres =
        parts.push(EmbeddedPostgres.start(PostgresSettings.keptIn(folder.resolve("postgres"))));
    BenchTables.make(postgres, Samples.DOMAIN, Samples.AGENT);
    this.upstreamPort = Ports.free();
    this.openLoop = new OpenLoop(ca.anonymous(), token);
    this.wrk = new Wrk(programs.wrk(), script(), folder.resolve("wrk.log"));
    this.upstream = startUpstream();
    awaitAnswer("the upstream", upstream, upstreamPort);
  }

  /// A new folder, deleted at the end.
  static Path newFolder(CloseStack parts) throws IOException {
    Path folder = Files.createTempDirectory("atom-bench-").toRealPath();
    parts.push(() -> delete(folder));
    return folder;
  }

  private Path script() throws IOException {
    var values = Map.of("BODY", Samples.BODY, "TOKEN", token);
    return Templates.write("wrk.lua", values, folder.resolve("wrk.lua"));
  }

  private Child startUpstream() throws IOException {
    var values = common(upstreamPort);
    values.put("ANSWER", Samples.ANSWER);
    Path file = Templates.write("upstream.conf", values, folder.resolve("upstream.conf"));
    var command = List.of(programs.nginx(), "-c", file.toString(), "-p", folder.toString());
    return keep(Child.start(command, folder.resolve("upstream.log")));
  }

  /// What the templates of nginx and HAProxy have in common.
  Map<String, String> common(int port) {
    Map<String, String> values = new HashMap<>();
    values.put("DIR", folder.toString());
    values.put("PORT", Integer.toString(port));
    values.put("UPSTREAM", Integer.toString(upstreamPort));
    values.put("CERTIFICATE", server.certificate().toString());
    values.put("KEY", server.key().toString());
    values.put("CA", ca.certificate().toString());
    values.put("USER", System.getProperty("user.name").equals("root") ? "user root;" : "");
    return values;
  }

  long upstreamPid() {
    return upstream.pid();
  }

  /// Stopped at the end.
  Child keep(Child child) {
    return parts.push(child);
  }

  /// Waits until the benchmark's request is answered with 200 on `port`.
  void awaitAnswer(String what, Child child, int port) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!openLoop.answers(port)) {
      if (!child.isAlive() || System.nanoTime() > deadline) {
        List<String> said = Files.readAllLines(child.log());
        throw new IllegalStateException(
            what
                + " does not answer; it said: "
                + said.subList(Math.max(0, said.size() - 3), said.size()));
      }
      Thread.sleep(50);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
