// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent as a process of its own, watched from outside.
final class AgentProcessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern OPENED =
      Pattern.compile("open(?:at)?\\((?:AT_FDCWD, )?\"([^\"]*)\", ([A-Z_|]+)[^=]*= (-?\\d+)");
  private static final List<String> JVM =
      List.of(
          "-Xmx24m",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:MaxMetaspaceSize=48m",
          "-XX:-UsePerfData",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  @TempDir Path folder;
  private Lab lab;
  private @Nullable Process started;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    Process process = started;
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.waitFor();
    }
    lab.close();
  }

  @Test
  @Feature({"G8", "G9"})
  void opensNothingElseListensNowhereStartsNothingAndWritesOneFile() throws IOException {
    Path trace = folder.resolve("trace");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-qq",
            "-s",
            "300",
            "-o",
            trace.toString(),
            "-e",
            "trace=open,openat,openat2,creat,execve,execveat,bind,listen,accept,accept4");
    stored(start(strace), 5);

    List<String> problems = new ArrayList<>();
    int programs = 0;
    for (String line : Files.readAllLines(trace)) {
      programs += line.contains("execve(") ? 1 : 0;
      boolean netlink = line.contains("AF_NETLINK");
      if (line.contains("listen(")
          || line.contains("accept")
          || (line.contains("bind(") && !netlink)) {
        problems.add(line);
      }
      Matcher open = OPENED.matcher(line);
      if (open.find() && !open.group(3).startsWith("-")) {
        judge(open.group(1), open.group(2), problems);
      }
    }

    assertThat(problems).isEmpty();
    assertThat(programs).isEqualTo(1);
  }

  private void judge(String path, String flags, List<String> problems) {
    boolean writes =
        flags.contains("O_WRONLY") || flags.contains("O_RDWR") || flags.contains("O_CREAT");
    boolean ownFile = path.equals(folder.resolve("alive").toString());
    if (writes && !ownFile && !path.startsWith("/proc/self/") && !path.equals("/dev/null")) {
      problems.add("written: " + path);
    }
    for (String never : List.of("/environ", "/maps", "/mem", "/cmdline")) {
      boolean own =
          path.startsWith("/proc/self/")
              || path.startsWith(System.getProperty("user.home") + "/.m2");
      if (path.startsWith("/proc/") && path.endsWith(never) && !own) {
        problems.add("read: " + path);
      }
    }
  }

  @Test
  void hasNoListeningSocketAndIsSmall() throws IOException {
    Process process = start(List.of());
    stored(process, 10);

    long pid = process.pid();
    var listening = new ProcessBuilder("ss", "-Hlntuxp").redirectErrorStream(true).start();
    assertThat(
            new String(
                listening.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("pid=" + pid + ",");
    assertThat(process.descendants()).isEmpty();
    assertThat(folder.resolve("alive")).exists();
    System.err.println("node agent: " + memory(pid));
  }

  private static String memory(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line ->
            line.startsWith("VmRSS") || line.startsWith("RssAnon") || line.startsWith("Threads"))
        .toList()
        .toString();
  }

  private void stored(Process process, int scrapes) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            process.isAlive()
                && Integer.parseInt(lab.sql("select count(distinct collector) from node_scrape"))
                    >= scrapes);
  }

  private Process start(List<String> before) throws IOException {
    Path config = folder.resolve("node.yaml");
    Files.writeString(
        config,
        """
        node-name: node-1
        collection: {interval: 1s}
        health-file: alive
        intake:
          host: localhost
          port: %d
          ca: authority.pem
          client: {certificate: red-agents.pem, key: red-agents.key}
          signing-key-file: red.pem
          pins: []
        """
            .formatted(lab.intake().agentPort()));
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    String extra = System.getProperty("atom.node.jvm", "");
    if (!extra.isEmpty()) {
      command.addAll(List.of(extra.split(" ")));
    }
    String path = System.getProperty("atom.node.class-path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", path, "dev.atom.node.NodeMain", "--config", config.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("agent.log").toFile())
            .start();
    started = process;
    return process;
  }
}
