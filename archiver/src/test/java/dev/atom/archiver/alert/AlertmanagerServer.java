// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A real Alertmanager that tells a [Receiver] of every alert by itself.
final class AlertmanagerServer implements AutoCloseable {
  private final int port;
  private final Process process;

  AlertmanagerServer(Path folder, Receiver receiver) {
    Path program = Path.of("/usr/bin/prometheus-alertmanager");
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          "prometheus-alertmanager is missing: './atom test' offers to install it");
    }
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Path config =
          Files.writeString(
              folder.resolve("alertmanager.yml"),
              """
              route:
                receiver: test
                group_by: [alert_id]
                group_wait: 100ms
                group_interval: 1s
                repeat_interval: 12h
              receivers:
                - name: test
                  webhook_configs: [{url: "%s/told", send_resolved: false}]
              """
                  .formatted(receiver.url()));
      process =
          new ProcessBuilder(
                  program.toString(),
                  "--config.file=" + config,
                  "--storage.path=" + folder.resolve("alertmanager"),
                  "--web.listen-address=127.0.0.1:" + port,
                  "--cluster.listen-address=")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("alertmanager.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isReady);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  private boolean isReady() {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url() + "/-/ready")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
