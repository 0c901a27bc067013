// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.archiver.store.FolderArchive;
import dev.atom.archiver.stream.store.ChainFeed;
import dev.atom.archiver.stream.store.Cursors;
import dev.atom.stream.kafka.KafkaEventStream;
import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real chain, a real broker, and an archiver that is killed over and over.
@Feature("C17")
final class LogArchiverCrashIT {
  private static final int ENTRIES = 241;

  @TempDir Path folder;

  @Test
  void aKilledArchiverLosesNothingAndWhatItRepeatsIsSeen() throws Exception {
    try (var topics = new BrokerTopics(2);
        var chain = new Chains();
        var stream = KafkaEventStream.open(topics.settings(), 2000)) {
      var cursors = new Cursors(chain.database());
      try (var follower =
          new ChainFollower(
              Topic.AUDIT.wire(),
              new ChainFeed(chain.database()),
              cursors,
              TopicDestination.audit(stream),
              new NotedOutages())) {
        follower.start();
        chain.append("agent-1", 120);
        chain.append("agent-2", ENTRIES - 121);
        Awaitility.await()
            .atMost(Chains.patience())
            .until(() -> cursors.position(Topic.AUDIT.wire()) == ENTRIES);
      }

      for (int puts : List.of(1, 2, 3)) {
        var dying = launch(topics, puts);
        assertThat(dying.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(dying.exitValue()).isEqualTo(137);
      }
      var killed = launch(topics, 0);
      int before = archive().list("").size();
      Awaitility.await().atMost(Chains.patience()).until(() -> archive().list("").size() > before);
      killed.destroyForcibly().waitFor();

      var last = launch(topics, 0);
      Awaitility.await()
          .atMost(Chains.patience())
          .until(() ->
              new ArchivedTrail(archive()).check() instanceof TrailCheck.Whole whole
                  && whole.lastSeq() == ENTRIES);
      last.getOutputStream().close();
      assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(last.exitValue()).isZero();

      assertThat(new ArchivedTrail(archive()).check())
          .isInstanceOfSatisfying(
              TrailCheck.Whole.class,
              whole -> {
                assertThat(whole.firstSeq()).isEqualTo(1);
                assertThat(whole.lastSeq()).isEqualTo(ENTRIES);
              });
      long committed = 0;
      for (int partition = 0; partition < 2; partition++) {
        committed +=
            topics.access().committed(LogArchiver.GROUP, Topic.AUDIT.wire(), partition).orElse(0L);
      }
      assertThat(committed).isGreaterThanOrEqualTo(ENTRIES);
    }
  }

  private FolderArchive archive() {
    return new FolderArchive(folder.resolve("archive"), InstantSource.system());
  }

  private Process launch(BrokerTopics topics, int puts) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ArchivingMain.class.getName(),
            topics.broker().address(),
            topics.broker().authority().toString(),
            folder.resolve("archive").toString(),
            Integer.toString(puts));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out.log").toFile()))
            .start();
    var in = process.getOutputStream();
    in.write((topics.password() + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    return process;
  }
}
