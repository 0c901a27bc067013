// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real Apache Kafka for tests: one broker that is its own controller, in a JVM of its own, whose
/// class path no other JVM sees. Every client logs in with SASL/SCRAM-SHA-256 and may only what an
/// access rule allows ([KafkaAccess]).
///
/// It listens with TLS at [#address()] and without at [#plainAddress()]. It ends with the JVM that
/// started it, whatever ends that one.
public final class KafkaBroker implements AutoCloseable {
  private static final Path HOME =
      Path.of(System.getProperty("java.io.tmpdir"), "atom-test-" + System.getProperty("user.name"));
  private static final String CLASS_PATH = "kafka.classpath";
  private static final String SUPERUSER = "broker";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long STOP_SECONDS = 20;

  private final Path folder;
  private final Ports ports;
  private final String password;
  private final Path authority;
  private Process process;

  private KafkaBroker(Path folder, Ports ports, String password, Path authority, Process process) {
    this.folder = folder;
    this.ports = ports;
    this.password = password;
    this.authority = authority;
    this.process = process;
  }

  /// The broker of this JVM, started at first use, gone with the JVM.
  public static KafkaBroker shared() {
    return Holder.SHARED;
  }

  /// Starts one that keeps its data in `folder`, for a test that stops or breaks it.
  public static KafkaBroker start(Path folder) {
    try {
      Files.createDirectories(folder);
      var authority = TestCa.create(folder, "kafka-authority");
      var ports = new Ports(freePort(), freePort(), freePort());
      String password = freshPassword();
      writeSettings(folder, ports, password, authority.issue("kafka"));
      return new KafkaBroker(
          folder, ports, password, authority.certificate(), launch(folder, password));
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka cannot be started in " + folder, e);
    }
  }

  /// Where clients connect with TLS: `host:port`.
  public String address() {
    return "127.0.0.1:" + ports.tls();
  }

  /// Where clients connect without TLS: `host:port`.
  public String plainAddress() {
    return "127.0.0.1:" + ports.plain();
  }

  /// PEM file of the authority that signed the broker's certificate.
  public Path authority() {
    return authority;
  }

  /// Makes topics, users and access rules.
  public KafkaAccess access() {
    return new KafkaAccess(plainAddress(), SUPERUSER, password);
  }

  /// Stops answering without closing connections.
  public void freeze() {
    signal("STOP");
  }

  /// Undoes [#freeze()].
  public void thaw() {
    signal("CONT");
  }

  /// Ends it as a power cut would.
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /// Starts it again on the same ports with the data it has.
  public void restart() {
    try {
      process = launch(folder, password);
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka cannot be started again in " + folder, e);
    }
  }

  /// Stops it for good. Its data stays.
  @Override
  public void close() {
    kill();
  }

  static String freshPassword() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Process launch(Path folder, String password) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.net.preferIPv4Stack=true",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            brokerClassPath(),
            KafkaBrokerMain.class.getName(),
            folder.resolve("server.properties").toString());
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("err.log").toFile()))
            .start();
    var errors = folder.resolve("err.log");
    OutputStream in = process.getOutputStream();
    in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    awaitReady(process, errors);
    return process;
  }

  private static void awaitReady(Process process, Path errors) throws IOException {
    BufferedReader out = process.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals(KafkaBrokerMain.READY)) {
        Thread.ofVirtual().start(() -> drain(process));
        return;
      }
      said.add(line);
    }
    process.destroyForcibly();
    throw new IOException(
        "the broker ended before it was ready: " + said + "\n" + Files.readString(errors));
  }

  private static void drain(Process process) {
    try (var out = process.inputReader()) {
      while (out.readLine() != null) {
        // Only its errors are kept, in a file.
      }
    } catch (IOException _) {
      // It has ended.
    }
  }

  private static String brokerClassPath() throws IOException {
    try (InputStream list = KafkaBroker.class.getResourceAsStream(CLASS_PATH)) {
      if (list == null) {
        throw new IOException("the resource " + CLASS_PATH + " is missing: build `testing` again");
      }
      Path own =
          Path.of(KafkaBroker.class.getProtectionDomain().getCodeSource().getLocation().getPath());
      return own
          + System.getProperty("path.separator")
          + new String(list.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static void writeSettings(
      Path folder, Ports ports, String password, TestCa.Identity identity) throws IOException {
    Path pem = folder.resolve("kafka-keystore.pem");
    Files.writeString(
        pem, Files.readString(identity.key()) + Files.readString(identity.certificate()));
    String login = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    String settings =
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%3$d
        listeners=CLIENTS://127.0.0.1:%1$d,PLAIN://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
        advertised.listeners=CLIENTS://127.0.0.1:%1$d,PLAIN://127.0.0.1:%2$d
        listener.security.protocol.map=\
        CLIENTS:SASL_SSL,PLAIN:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=PLAIN
        controller.listener.names=CONTROLLER
        sasl.enabled.mechanisms=SCRAM-SHA-256
        sasl.mechanism.inter.broker.protocol=SCRAM-SHA-256
        listener.name.clients.scram-sha-256.sasl.jaas.config=%4$s;
        listener.name.plain.scram-sha-256.sasl.jaas.config=\
        %4$s username="%5$s" password="%6$s";
        listener.name.clients.ssl.keystore.type=PEM
        listener.name.clients.ssl.keystore.location=%7$s
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:%5$s;User:ANONYMOUS
        auto.create.topics.enable=false
        log.dirs=%8$s
        num.partitions=1
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.cleaner.dedupe.buffer.size=4194304
        """
            .formatted(
                ports.tls(),
                ports.plain(),
                ports.controller(),
                login,
                SUPERUSER,
                password,
                pem,
                folder.resolve("data"));
    Files.writeString(folder.resolve("server.properties"), settings);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Kafka, process " + process.pid() + ", does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Ports(int tls, int plain, int controller) {}

  private static final class Holder {
    static final KafkaBroker SHARED = launchShared();

    private static KafkaBroker launchShared() {
      deleteLeftovers();
      Path folder = HOME.resolve("kafka-" + ProcessHandle.current().pid());
      var broker = KafkaBroker.start(folder);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    broker.close();
                    delete(folder);
                  },
                  "test-kafka-stop"));
      return broker;
    }

    /// Removes what test JVMs that were killed could not; their brokers have ended with them.
    private static void deleteLeftovers() {
      if (!Files.isDirectory(HOME)) {
        return;
      }
      try (Stream<Path> runs = Files.list(HOME)) {
        runs.filter(Holder::isLeftover).forEach(Holder::delete);
      } catch (IOException | UncheckedIOException _) {
        // Another test JVM may be tidying the same folder: the next one finishes it.
      }
    }

    private static boolean isLeftover(Path folder) {
      String name = folder.getFileName().toString();
      return name.matches("kafka-\\d+")
          && ProcessHandle.of(Long.parseLong(name.substring(6))).isEmpty();
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
  }
}
