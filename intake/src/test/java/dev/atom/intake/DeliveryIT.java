// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atom.node.host.HostPaths;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches from agents to the database, and back out to those who may ask.
final class DeliveryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void whatAnAgentReadsCanBeAskedFor() {
    var agent = lab.redAgent();

    await().atMost(PATIENCE).until(() -> agent.acknowledged() >= 3);

    String nodes = lab.ask("/api/v1/nodes", Lab.RED_READER).body();
    assertThat(nodes).contains("\"id\"");
    String id = lab.sql("select id from node");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(lab.ask("/api/v1/nodes/" + id + "/metrics", Lab.RED_READER).body())
                .contains("system.cpu.load_average.1m", "system.memory.usage", "system.cpu.time"));
  }

  @Test
  void everyBatchArrivesOnceAcrossRestartsOfIntake() {
    var agent = lab.redAgent();
    await().atMost(PATIENCE).until(() -> agent.acknowledged() >= 2);

    for (int i = 0; i < 3; i++) {
      lab.restart();
      long before = agent.acknowledged();
      await().atMost(PATIENCE).until(() -> agent.acknowledged() > before);
    }

    agent.close();
    long acknowledged = agent.acknowledged();
    assertThat(Long.parseLong(lab.sql("select last_sequence from node_epoch")))
        .isEqualTo(acknowledged);
    assertThat(lab.sql("select count(*) - count(distinct (collector, at)) from node_scrape"))
        .isEqualTo("0");
    assertThat(lab.sql("select count(*) from node_refusal")).isEqualTo("0");
  }

  @Test
  void oneTenantLearnsNothingOfAnother() {
    var red = lab.redAgent();
    var blue = lab.agent(HostPaths.usual(), lab.blueUplink());
    await().atMost(PATIENCE).until(() -> red.acknowledged() >= 2 && blue.acknowledged() >= 2);

    // The same machine, so the same id: each tenant has its own row, and sees one.
    assertThat(lab.sql("select count(*) from node")).isEqualTo("2");
    String id = lab.sql("select id from node where tenant = 'red'");
    assertThat(lab.ask("/api/v1/nodes", Lab.BLUE_READER).body()).containsOnlyOnce("\"id\"");
    assertThat(lab.ask("/api/v1/nodes/" + id + "/metrics", "nobody's key").statusCode())
        .isEqualTo(401);
  }
}
