// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Starts the proxies of a run, one after the other.
///
/// `gate-strict` and `gate-batched` are production's main as configured. `gate-redis` and
/// `gate-any-policy` differ in configuration only. The `-no-` ones run [GatePartsMain]: GATE's own
/// parts with one replaced, which no configuration of the product can do.
final class Lineup {
  static final String NGINX = "nginx";
  static final String HAPROXY = "haproxy";
  static final String STRICT = "gate-strict";
  static final String BATCHED = "gate-batched";
  static final String NO_AUDIT = "gate-no-audit";
  static final String NO_LIMIT = "gate-no-limit";
  static final String NO_LOG = "gate-no-log";
  static final String REDIS = "gate-redis";
  static final String ANY_POLICY = "gate-any-policy";

  /// Everybody, in the order of the table.
  static final List<String> ALL =
      List.of(NGINX, HAPROXY, STRICT, BATCHED, NO_AUDIT, REDIS, NO_LIMIT, ANY_POLICY, NO_LOG);

  private static final int REST_MILLIS = 2_000;
  private static final int TRAINING_RUNS = 15;
  private static final Duration LEARNING = Duration.ofSeconds(60);
  private static final String PER_MINUTE = "1000000";

  private final Workbench bench;
  private final GateProcess gate;
  private final Path policies;
  private final List<String> jvm;

  /// @param jvm what the JVMs of GATE are told besides
  Lineup(Workbench bench, List<String> jvm) throws IOException {
    this.bench = bench;
    this.gate = new GateProcess(bench);
    this.policies = gate.shippedPolicies();
    this.jvm = jvm;
  }

  /// Starts those of [#ALL] that are wanted.
  List<Contender> start(Set<String> wanted) throws IOException, InterruptedException {
    train();
    List<Contender> started = new ArrayList<>();
    for (String name : ALL) {
      if (wanted.contains(name)) {
        started.add(start(name));
      }
    }
    return started;
  }

  /// Lets one GATE serve for a while and end. What its JVM learned is kept for those under test, as
  /// the build keeps it for those of an instance.
  private void train() throws IOException, InterruptedException {
    int port = Ports.free();
    String name = "gate-trained";
    Path config = gate.config(name, port, "strict", policies, "");
    try (var child = Child.start(gate.learning(config), bench.folder.resolve(name + ".log"))) {
      bench.awaitAnswer(name, child, port);
      for (int i = 0; i < TRAINING_RUNS; i++) {
        // Connections come and go in each run: code that never saw one close is compiled anew when
        // the first does.
        bench.wrk.run("https://localhost:" + port + Samples.PATH, 1);
      }
      child.stop(LEARNING);
    }
  }

  private Contender start(String name) throws IOException, InterruptedException {
    int port = Ports.free();
    return switch (name) {
      case NGINX -> nginx(port);
      case HAPROXY -> haproxy(port);
      case STRICT ->
          gate(name, "all controls, decision durable before the upstream", port, "strict");
      case BATCHED -> gate(name, "all controls, records durable within 50 ms", port, "batched");
      case REDIS -> redis(port);
      case ANY_POLICY -> anyPolicy(port);
      case NO_AUDIT ->
          parts(name, "records made and counted, not chained or stored", port, "trail");
      case NO_LIMIT -> parts(name, "strict, without a limit", port, "limiter");
      case NO_LOG -> parts(name, "strict, access log made and thrown away", port, "log");
      default -> throw new IllegalArgumentException("nobody is called " + name);
    };
  }

  private Contender nginx(int port) throws IOException, InterruptedException {
    Path file =
        Templates.write("nginx-proxy.conf", bench.common(port), bench.folder.resolve("proxy.conf"));
    return proxy(
        NGINX,
        "plain TLS proxy with access log",
        port,
        List.of(bench.programs.nginx(), "-c", file.toString(), "-p", bench.folder.toString()));
  }

  private Contender haproxy(int port) throws IOException, InterruptedException {
    Path bundle = bench.folder.resolve("tls/bundle.pem");
    Files.writeString(
        bundle,
        Files.readString(bench.server.certificate()) + Files.readString(bench.server.key()));
    Map<String, String> values = bench.common(port);
    values.put("BUNDLE", bundle.toString());
    values.put("PUBLIC_KEY", bench.folder.resolve("gate/jwt_public.pem").toString());
    values.put("ISSUER", TestTokens.ISSUER);
    values.put("AUDIENCE", TestTokens.AUDIENCE);
    values.put("PER_MINUTE", PER_MINUTE);
    Path file = Templates.write("haproxy.cfg", values, bench.folder.resolve("haproxy.cfg"));
    return proxy(
        HAPROXY,
        "verifies RS256-4096 each time, stick-table limit, log",
        port,
        List.of(bench.programs.haproxy(), "-db", "-f", file.toString()));
  }

  private Contender gate(String name, String what, int port, String durability)
      throws IOException, InterruptedException {
    Path config = gate.config(name, port, durability, policies, "");
    return running(name, what, port, gate.command(GateProcess.MAIN, jvm, config, List.of()));
  }

  private Contender redis(int port) throws IOException, InterruptedException {
    int at = Ports.free();
    String folder = Files.createDirectories(bench.folder.resolve("redis")).toString();
    bench.keep(
        Child.start(
            List.of(
                bench.programs.redis(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(at),
                "--dir",
                folder,
                "--save",
                "",
                "--appendonly",
                "no"),
            bench.folder.resolve("redis.log")));
    Thread.sleep(500);
    Files.writeString(bench.folder.resolve("gate/redis-url"), "redis://127.0.0.1:" + at);
    String limits = "redis-url: \"file:gate/redis-url\"";
    Path config = gate.config(REDIS, port, "strict", policies, limits);
    return running(
        REDIS,
        "strict, limit shared in Redis",
        port,
        gate.command(GateProcess.MAIN, jvm, config, List.of()));
  }

  private Contender anyPolicy(int port) throws IOException, InterruptedException {
    Path folder = bench.folder.resolve("any-policy");
    Files.createDirectories(folder.resolve("custom"));
    Templates.write("allow.rego", Map.of(), folder.resolve("base/allow.rego"));
    Path config = gate.config(ANY_POLICY, port, "strict", folder, "");
    return running(
        ANY_POLICY,
        "strict, policy that always allows",
        port,
        gate.command(GateProcess.MAIN, jvm, config, List.of()));
  }

  private Contender parts(String name, String what, int port, String replaced)
      throws IOException, InterruptedException {
    Path config = gate.config(name, port, "strict", policies, "");
    return running(
        name,
        what,
        port,
        gate.command(GatePartsMain.class.getName(), jvm, config, List.of("--replace", replaced)));
  }

  private Contender proxy(String name, String what, int port, List<String> program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(bench.cores.onProxy());
    command.addAll(program);
    return running(name, what, port, command);
  }

  private Contender running(String name, String what, int port, List<String> command)
      throws IOException, InterruptedException {
    Child child = bench.keep(Child.start(command, bench.folder.resolve(name + ".log")));
    bench.awaitAnswer(name, child, port);
    Thread.sleep(REST_MILLIS);
    return new Contender(name, what, port, child, Usage.residentBytes(child.pid()));
  }
}
