// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.cli.CommandRun;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceTls;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// One real instance, from its first start to its end: the commands as a person types them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstanceIT {
  private Path temp = Path.of("unset");
  private Path folder = Path.of("unset");
  private int port;

  private CommandRun atom(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun up() {
    return atom("up", "--untrained", "--detach", "--port", Integer.toString(port));
  }

  @BeforeAll
  void firstStart(@TempDir Path ours) throws IOException {
    temp = ours;
    folder = temp.resolve("an instance");
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var run = up();
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("https://127.0.0.1:" + port, "./atom env demo/hello");
  }

  @AfterAll
  void stop() {
    atom("down");
  }

  private long pid(String process) {
    return atom("status", "--json").json().path("pids").path(process).asLong();
  }

  private HttpResponse<String> chat() throws IOException, InterruptedException {
    var env = atom("env", "demo/hello", "--json").json();
    var request =
        HttpRequest.newBuilder(URI.create(env.path("base_url").asText() + "/chat/completions"))
            .header(
                "authorization",
                "Bearer " + Files.readString(Path.of(env.path("key_file").asText())).strip())
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"model":"atom-small","messages":[{"role":"user","content":"Hello"}]}\
                    """))
            .build();
    try (var client = InstanceTls.client(new DataFolder(folder))) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  @Order(1)
  void statusTellsEverythingButPasswords() throws Exception {
    var run = atom("status", "--json");

    assertThat(run.status()).isZero();
    var status = run.json();
    assertThat(status.path("gate").asText()).isEqualTo("https://127.0.0.1:" + port);
    assertThat(status.path("ready").asBoolean()).isTrue();
    assertThat(status.path("pids").properties()).hasSize(7);
    String password = Files.readString(Path.of(status.path("admin_password_file").asText()));
    assertThat(run.out()).doesNotContain(password.strip());
    assertThat(status.path("database").asText()).startsWith("postgresql://atom_reader@");
  }

  @Test
  @Order(2)
  void theDemoAgentChatsAndItsDecisionIsExplainedAndVerified() throws Exception {
    var answer = chat();

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String decision = answer.headers().firstValue("x-atom-decision-id").orElseThrow();
    var explained =
        await("the outcome, which is recorded after the answer")
            .atMost(Duration.ofSeconds(20))
            .until(() -> atom("explain", decision), run -> run.out().contains("outcome\n"));
    assertThat(explained.status()).isZero();
    assertThat(explained.out()).contains("let through", "base/agent_auth.rego:");
    assertThat(atom("audit", "verify").out()).startsWith("OK");
    var exported = atom("audit", "export", "--json");
    assertThat(exported.status()).as(exported.err()).isZero();
    assertThat(exported.json().path("exported")).isEmpty();
    assertThat(atom("audit", "export").out()).contains("the first day of the trail is not over");
    assertThat(atom("audit", "export", "--day", "2026-01-01").status()).isEqualTo(1);
    assertThat(atom("audit", "search", "--decision", decision, "--json").out()).contains(decision);
  }

  @Test
  @Order(3)
  void agentsAreMadeChangedAndEnded() {
    assertThat(atom("domain", "create", "payments").status()).isZero();
    var made = atom("agent", "create", "payments/teller", "--rpm", "5", "--json");
    assertThat(made.status()).as(made.err()).isZero();
    String token = made.json().path("token").asText();
    assertThat(folder.resolve("agents/payments-teller.token")).hasContent(token);
    assertThat(atom("agent", "set", "teller", "--rpm", "3", "--json").out()).contains("3");
    assertThat(atom("token", "regenerate", "payments/teller").status()).isZero();
    assertThat(folder.resolve("agents/payments-teller.token")).isRegularFile();
    assertThat(atom("agent", "suspend", "teller").status()).isZero();
    assertThat(atom("agent", "resume", "teller").status()).isZero();
    assertThat(atom("agent", "delete", "teller").status()).isZero();
    assertThat(atom("agent", "show", "teller").status()).isEqualTo(64);
  }

  @Test
  @Order(4)
  void aSecondStartSaysWhoHoldsTheData() {
    var run = up();

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("process " + pid("supervisor"), "./atom down");
  }

  @Test
  @Order(5)
  void aTakenPortIsNamed() {
    var run =
        CommandRun.of(
            "up", "--untrained", "--detach", "--port", "" + port, "--data", temp + "/other");

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("port " + port);
  }

  @Test
  @Order(6)
  void configurationsAndDoctorAreGood() {
    for (String process : DataFolder.PROCESSES) {
      assertThat(atom("config", "check", process).status()).isZero();
      assertThat(atom("config", "show", process).out())
          .contains("listener.port", process + ".yaml:");
      assertThat(atom("logs", process, "-n", "1").out()).startsWith("{");
    }
    assertThat(atom("doctor").status()).isZero();
  }

  @Test
  @Order(6)
  void theWitnessConfirmsTheTrailAndIsMissedWhenItIsNamed() throws Exception {
    String log = atom("audit", "key").out().strip();
    String witness = atom("audit", "key", "--witness").out().strip();
    String published = folder.resolve("archive").toString();
    String[] both = {"audit", "verify", "--export", published, "--vkey", log, "--vkey", witness};

    assertThat(witness).startsWith("atom.local/witness+");
    await("the last checkpoint is confirmed")
        .atMost(Duration.ofSeconds(30))
        .until(() -> CommandRun.of(both).out().startsWith("OK"));
    var kept = Files.copy(folder.resolve("archive/checkpoint"), temp.resolve("kept"));
    String[] named = {
      "--mode", "public", "--checkpoint", kept.toString(), "--vkey", log, "--vkey", witness
    };
    assertThat(verify(named).out()).startsWith("OK");
    var unconfirmed =
        Files.readAllLines(kept).stream().filter(line -> !line.contains("/witness")).toList();
    Files.writeString(kept, String.join("\n", unconfirmed) + "\n");
    assertThat(verify(named).err()).contains("not confirmed by the witness atom.local/witness");
  }

  private CommandRun verify(String... options) {
    List<String> all = new ArrayList<>(List.of("audit", "verify"));
    all.addAll(List.of(options));
    return atom(all.toArray(String[]::new));
  }

  @Test
  @Order(6)
  void theHeapOfARunningProcessHoldsNoSecretThatItNeedsNoMore() throws Exception {
    assertThat(chat().statusCode()).isEqualTo(200);
    String secret = Files.readString(new DataFolder(folder).hmacSecret()).strip();
    Map<String, byte[]> chain = new TreeMap<>(HeapDump.forms("chain", utf8(secret)));
    chain.putAll(HeapDump.forms("chain, decoded", HexFormat.of().parseHex(secret)));
    Map<String, byte[]> log = HeapDump.forms("log", seed());

    for (String process : List.of(DataFolder.GATE, DataFolder.ARCHIVER)) {
      Path dump = HeapDump.of(pid(process), temp.resolve(process + ".hprof"));
      assertThat(HeapDump.holds(dump, Map.of("its class", utf8("ChainedAuditTrail"))))
          .as("%s writes the trail", process)
          .isNotEmpty();
      assertThat(HeapDump.holds(dump, chain)).as(process).isEmpty();
      // Whoever signs with a key from a file holds it as the JDK does, raw; nobody else does.
      assertThat(HeapDump.holds(dump, log))
          .as(process)
          .isEqualTo(process.equals(DataFolder.ARCHIVER) ? List.of("log, raw") : List.of());
      Files.delete(dump);
    }
  }

  /// The key that signs checkpoints, without what PKCS#8 puts before it.
  private byte[] seed() throws IOException {
    String pem = Files.readString(new DataFolder(folder).checkpointKey());
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return Arrays.copyOfRange(der, der.length - 32, der.length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @Order(6)
  @Feature("C6")
  void theChainSecretIsReplacedWhileEverythingRuns() throws Exception {
    assertThat(chat().statusCode()).isEqualTo(200);
    var rotated = atom("audit", "rotate", "--json");

    assertThat(rotated.status()).as(rotated.err()).isZero();
    assertThat(atom("audit", "search", "--kind", "segment_close", "--json").out())
        .as("the close speaks of the tree that is published")
        .contains("tree_root");
    String oldId = rotated.json().path("old_key_id").asText();
    var vault = Path.of(rotated.json().path("vault").asText());
    assertThat(Files.getPosixFilePermissions(vault))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(chat().statusCode()).isEqualTo(200);
    assertThat(atom("audit", "verify").out()).startsWith("OK");
    assertThat(atom("doctor").status()).isZero();
    var offline = Files.move(vault, temp.resolve("offline"));
    var without = atom("audit", "verify");
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.out()).startsWith("UNVERIFIABLE at entry 1 ").contains(oldId);
    assertThat(atom("audit", "verify", "--vault", offline.toString()).out()).startsWith("OK");
    Files.move(offline, vault);
  }

  @Test
  @Order(7)
  void aChangedByteIsFoundAndNamed() throws Exception {
    String url = atom("status", "--json").json().path("database").asText();
    int database = URI.create(url).getPort();
    String line = Files.readString(folder.resolve("postgres/passwords/postgres.pgpass")).strip();
    String password = line.substring(line.lastIndexOf(':') + 1);
    String jdbc = "jdbc:postgresql://127.0.0.1:" + database;
    String copy = "tampered";
    copyDatabase(jdbc, password, copy);
    try (var superuser = DriverManager.getConnection(jdbc + "/" + copy, "postgres", password);
        var sql = superuser.createStatement()) {
      sql.execute("set session_replication_role = replica");
      assertThat(sql.executeUpdate("update audit_log_chain set path = '/x' where id = 5"))
          .isEqualTo(1);
    }

    var run = atom("audit", "verify", "--database", url.replace("/atom?", "/" + copy + "?"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("TAMPERED at entry 5");
    assertThat(atom("audit", "verify").status()).isZero();
  }

  /// PostgreSQL copies a database only while nobody is connected to it.
  private static void copyDatabase(String jdbc, String password, String copy) throws Exception {
    try (var superuser = DriverManager.getConnection(jdbc + "/template1", "postgres", password);
        var sql = superuser.createStatement()) {
      sql.execute("alter database atom allow_connections false");
      try {
        sql.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'atom'");
        sql.execute("create database " + copy + " template atom");
      } finally {
        sql.execute("alter database atom allow_connections true");
      }
    }
  }

  @Test
  @Order(8)
  void aKilledSupervisorLosesNothingAndTheNextStartTidiesUp() throws Exception {
    long orphan = pid("postgres");
    String last = atom("audit", "tail", "-n", "1", "--json").out().strip();
    ProcessHandle supervisor = ProcessHandle.of(pid("supervisor")).orElseThrow();
    ProcessHandle gate = ProcessHandle.of(pid("gate")).orElseThrow();
    supervisor.destroyForcibly();
    supervisor.onExit().get(10, TimeUnit.SECONDS);
    gate.onExit().get(60, TimeUnit.SECONDS);
    assertThat(ProcessHandle.of(orphan)).isPresent();

    var run = up();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("logs/supervisor.log"))).contains("left behind");
    assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(atom("audit", "search", "--page-size", "100", "--json").json().toString())
        .contains(dev.atom.cli.Json.parse(last, "tail").path("chain_hash").asText());
    assertThat(atom("audit", "verify").status()).isZero();
    assertThat(chat().statusCode()).isEqualTo(200);
  }

  @Test
  @Order(9)
  void downEndsEveryProcess() {
    var pids = atom("status", "--json").json().path("pids");

    assertThat(atom("down").status()).isZero();

    pids.forEach(
        pid -> assertThat(ProcessHandle.of(pid.asLong()).filter(ProcessHandle::isAlive)).isEmpty());
    assertThat(atom("status").status()).isEqualTo(1);
    assertThat(atom("down").status()).isZero();
  }
}
