// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import dev.atom.gate.GateJvm;
import dev.atom.postgres.AtomRole;
import dev.atom.process.JvmOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The configuration file and the command line of a GATE under test. The JVM's settings are the
/// ones that `./atom up` gives GATE, from the same place.
final class GateProcess {
  /// Production's main.
  static final String MAIN = "dev.atom.gate.GateMain";

  private final Workbench bench;

  GateProcess(Workbench bench) {
    this.bench = bench;
  }

  /// The command line on the proxy's processor, with what an earlier GATE learned if there was one.
  ///
  /// @param more what the JVM is told besides
  List<String> command(String main, List<String> more, Path config, List<String> arguments) {
    List<String> jvm = new ArrayList<>(more);
    if (Files.exists(learned())) {
      jvm.add("-XX:AOTCache=" + learned());
    }
    return line(main, jvm, config, arguments);
  }

  /// The command line of a GATE that leaves behind what it learned, as one does that is trained for
  /// `./atom up`.
  List<String> learning(Path config) {
    return line(MAIN, List.of("-XX:AOTCacheOutput=" + learned()), config, List.of());
  }

  private Path learned() {
    return bench.folder.resolve("gate.aot");
  }

  private List<String> line(String main, List<String> jvm, Path config, List<String> arguments) {
    List<String> command = new ArrayList<>(bench.cores.onProxy());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.common());
    command.addAll(GateJvm.options());
    command.addAll(jvm);
    command.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off", "-cp", classPath(main), main));
    command.addAll(List.of("--config", config.toString(), "--parent-watch"));
    command.addAll(arguments);
    return command;
  }

  /// The jars of this program's class path, and behind them its own classes where `main` is one of
  /// them: a cache holds for jars, and for whatever follows them.
  private static String classPath(String main) {
    var entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    List<String> ordered = new ArrayList<>();
    entries.stream().filter(entry -> !Files.isDirectory(Path.of(entry))).forEach(ordered::add);
    if (!main.equals(MAIN)) {
      entries.stream().filter(entry -> Files.isDirectory(Path.of(entry))).forEach(ordered::add);
    }
    return String.join(File.pathSeparator, ordered);
  }

  /// Writes the file `name`.yaml.
  ///
  /// @param durability `strict` or `batched`
  /// @param policies the folder of the rules
  /// @param limits the settings of `limits`
  Path config(String name, int port, String durability, Path policies, String limits)
      throws IOException {
    String yaml =
        """
        listener:
          port: %d
          event-loops: 1
          drain: 1s
          tls: {certificate: %s, key: %s}
        identity: {mode: token, public-key: gate/jwt_public.pem}
        world: {database-url: "%s"}
        policy: {directory: %s}
        audit: {database-url: "%s", hmac-secret: file:gate/hmac, timeout: 5s, durability: %s}
        upstream:
          llm-url: https://localhost:%d
          tls: {certificate: %s, key: %s, ca: %s}
        limits: {%s}
        """
            .formatted(
                port,
                bench.server.certificate(),
                bench.server.key(),
                bench.postgres.url(AtomRole.ATOM_GATE),
                policies,
                bench.postgres.url(AtomRole.ATOM_AUDIT),
                durability,
                bench.upstreamPort,
                bench.client.certificate(),
                bench.client.key(),
                bench.ca.certificate(),
                limits);
    return Files.writeString(bench.folder.resolve(name + ".yaml"), yaml);
  }

  /// The shipped policies, without their tests, as an instance would have them.
  Path shippedPolicies() throws IOException {
    Path shipped = bench.home.resolve("policies");
    Path target = bench.folder.resolve("policies");
    for (String part : List.of("base", "custom")) {
      Path copies = Files.createDirectories(target.resolve(part));
      if (Files.isDirectory(shipped.resolve(part))) {
        try (Stream<Path> files = Files.list(shipped.resolve(part))) {
          for (Path file : files.toList()) {
            Files.copy(file, copies.resolve(file.getFileName().toString()));
          }
        }
      }
    }
    return target;
  }
}
