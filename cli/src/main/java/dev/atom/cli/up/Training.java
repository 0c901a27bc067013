// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.cli.Console;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceTls;
import dev.atom.cli.instance.Supervisor;
import dev.atom.cli.remote.Bootstrap;
import dev.atom.cli.remote.StudioClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Makes the ahead-of-time caches that let the processes start fast: once after each build, in the
/// background while the instance that found none is serving, by running a throw-away instance,
/// sending it some requests and stopping it.
///
/// A failure here is told and costs nothing but start-up time.
final class Training {
  private static final String[] CACHES = {
    "gate.aot", "studio.aot", "llm.aot", "archiver.aot", "witness.aot", "cli.aot"
  };
  private static final String FAILED = "training.failed";
  private static final String AGENT = "/api/domains/demo/agents/hello";
  private static final int REQUESTS_PER_MINUTE = 100_000;
  private static final int CLIENTS = 10;
  private static final int REQUESTS = 100;

  private Training() {}

  /// Lets another process do it, behind everything else that this machine does.
  static void begin(Console console) {
    if (!isWanted(console)) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("setsid", "nice", "-n", "19"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OwnJvm.options(console.home()));
    command.addAll(OwnJvm.program());
    command.addAll(List.of("warm", "--processes"));
    try {
      new ProcessBuilder(command)
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      console.tell("preparing faster starts in the background");
    } catch (IOException e) {
      console.tell("fast starts are not prepared: " + e.getMessage());
    }
  }

  private static boolean isWanted(Console console) {
    Path caches = caches(console);
    return Files.exists(caches.resolve("classpath"))
        && !all(caches)
        && !Files.exists(caches.resolve(FAILED));
  }

  private static Path caches(Console console) {
    return console.home().resolve("target/atom");
  }

  /// Makes the caches that are missing; one process at a time, the others leave it to that one.
  static void ensure(Console console) {
    if (!isWanted(console)) {
      return;
    }
    Path caches = caches(console);
    Path failed = caches.resolve(FAILED);
    try (var lock = FileChannel.open(caches.resolve("training.lock"), CREATE, WRITE)) {
      if (lock.tryLock() == null) {
        return;
      }
      console.tell("preparing fast starts (once after a build, about half a minute)");
      make(console, caches, failed);
    } catch (IOException e) {
      console.tell("fast starts are not prepared: " + e.getMessage());
    }
  }

  private static void make(Console console, Path caches, Path failed) {
    try {
      Path folder = Files.createTempDirectory("atom-training-");
      try {
        run(console, folder);
        for (String cache : CACHES) {
          Files.move(
              folder.resolve(cache), caches.resolve(cache), StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        delete(folder);
      }
    } catch (AtomException | IOException | UncheckedIOException e) {
      console.tell("fast starts are not prepared: " + e.getMessage());
      // Not tried again before the next build: each try costs more than it could save.
      PrivateFiles.write(failed, String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean all(Path caches) {
    for (String cache : CACHES) {
      if (!Files.exists(caches.resolve(cache))) {
        return false;
      }
    }
    return true;
  }

  private static void run(Console console, Path folder) throws IOException, InterruptedException {
    var data = new DataFolder(folder.resolve("data"));
    try (var supervisor =
        Supervisor.training(data, console.home(), folder, console.clock(), _ -> {})) {
      int port;
      try (var free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      var state = supervisor.start(port);
      StudioClient studio = StudioClient.of(data, console.clock());
      Bootstrap.ensure(data, studio);
      exercise(data, state.url(DataFolder.GATE), studio);
      warmCommands(console.home(), data, folder.resolve("cli.aot"));
    }
  }

  /// Sends what GATE will mostly get, often enough for its JVM to learn what is worth compiling.
  /// Connections come and go, in both versions of HTTP: code that never saw one close would be
  /// compiled anew when the first does.
  private static void exercise(DataFolder data, String gate, StudioClient studio)
      throws IOException, InterruptedException {
    String token = PrivateFiles.read(data.agentToken("demo", "hello"));
    JsonNode agent = studio.get(AGENT);
    studio.patch(AGENT, Map.of("rpm_limit", REQUESTS_PER_MINUTE));
    var path =
        URI.create(
            "%s/domain/%s/agent/%s/v1/chat/completions"
                .formatted(gate, agent.path("domain_id").asText(), agent.path("id").asText()));
    for (int i = 0; i < CLIENTS; i++) {
      try (var client = InstanceTls.client(data)) {
        var request = request(path, token, i % 2 == 0 ? Version.HTTP_1_1 : Version.HTTP_2);
        for (int j = 0; j < REQUESTS; j++) {
          client.send(request, HttpResponse.BodyHandlers.discarding());
        }
      }
    }
  }

  private static HttpRequest request(URI path, String token, Version version) {
    String body =
        "{\"model\":\"atom-small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    return HttpRequest.newBuilder(path)
        .version(version)
        .header("authorization", "Bearer " + token)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /// The commands themselves, in a JVM started as the launcher starts them.
  private static void warmCommands(Path home, DataFolder data, Path cache)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OwnJvm.options(home));
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(OwnJvm.program());
    command.addAll(List.of("warm", "--data", data.root().toString()));
    new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
