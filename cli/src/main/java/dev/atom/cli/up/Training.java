// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.cli.Console;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceTls;
import dev.atom.cli.instance.Supervisor;
import dev.atom.cli.remote.Bootstrap;
import dev.atom.cli.remote.StudioClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Makes the ahead-of-time caches that let the processes start fast: once after each build, by
/// running a throw-away instance, sending it a few requests and stopping it.
///
/// A failure here is told and costs nothing but start-up time.
final class Training {
  private static final String[] CACHES = {
    "gate.aot", "studio.aot", "llm.aot", "archiver.aot", "cli.aot"
  };
  private static final int REQUESTS = 20;

  private Training() {}

  static void ensure(Console console) {
    Path caches = console.home().resolve("target/atom");
    Path failed = caches.resolve("training.failed");
    if (!Files.exists(caches.resolve("classpath")) || all(caches) || Files.exists(failed)) {
      return;
    }
    console.tell("preparing fast starts (once after a build, about 20 seconds)");
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

  private static void exercise(DataFolder data, String gate, StudioClient studio)
      throws IOException, InterruptedException {
    String token = PrivateFiles.read(data.agentToken("demo", "hello"));
    JsonNode agent = studio.get("/api/domains/demo/agents/hello");
    String path =
        "%s/domain/%s/agent/%s/v1/chat/completions"
            .formatted(gate, agent.path("domain_id").asText(), agent.path("id").asText());
    String body =
        "{\"model\":\"atom-small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    try (var client = InstanceTls.client(data)) {
      for (int i = 0; i < REQUESTS; i++) {
        client.send(
            HttpRequest.newBuilder(URI.create(path))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }
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
