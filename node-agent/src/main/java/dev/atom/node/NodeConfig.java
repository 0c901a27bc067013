// SPDX-License-Identifier: Apache-2.0
package dev.atom.node;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.node.host.HostPaths;
import dev.atom.node.privacy.CommandLines;
import dev.atom.node.uplink.IntakeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The configuration of the node agent.
///
/// @param nodeName for people
/// @param clusterName of the cluster the node is part of
/// @param host where the host's files are
/// @param collection what is read, and how often
/// @param intake where it is sent
/// @param commandLines how much of them is told
/// @param healthFile says that the agent lives
public record NodeConfig(
    @Env("NODE_NAME") @Doc("The node's name; without it the host's own.") Optional<String> nodeName,
    @Env("CLUSTER_NAME") @Doc("The cluster that the node is part of.") Optional<String> clusterName,
    HostPaths host,
    Collection collection,
    IntakeConfig intake,
    @Default("off") @Doc("How much of command lines is told.") CommandLines.Mode commandLines,
    @Env("NODE_HEALTH_FILE")
        @Doc(
            "File whose time is renewed every few seconds while the agent lives, for an exec probe;"
                + " the only file it writes.")
        Optional<Path> healthFile) {

  /// What is read, and how often.
  public record Collection(
      @Env("COLLECTION_INTERVAL") @Default("10s") @Doc("Between two measurements.")
          Duration interval,
      @Default("5m") @Doc("Between two looks at the hardware.") Duration hardwareInterval,
      @Default("30s") @Doc("Between two looks for containers.") Duration containersInterval,
      @Default("5s") @Doc("How long one pass of one collector may take.") Duration timeout,
      @Default("kernel") @Doc("Collectors that do not read.") List<String> disabled,
      @Default("") @Doc("Other intervals for single collectors.") List<Own> intervals) {

    /// The interval of one collector.
    public record Own(
        @Doc("Its name.") String collector, @Doc("Between two of its passes.") Duration every) {
      public Own {
        bounded("every", every);
      }
    }

    public Collection {
      disabled = List.copyOf(disabled);
      intervals = List.copyOf(intervals);
      bounded("interval", interval);
      bounded("hardware-interval", hardwareInterval);
      bounded("containers-interval", containersInterval);
      if (!timeout.isPositive()) {
        throw new IllegalArgumentException("timeout must be longer than nothing");
      }
      Set<String> names = new HashSet<>();
      for (Own own : intervals) {
        if (!names.add(own.collector())) {
          throw new IllegalArgumentException(own.collector() + " stands twice under intervals");
        }
      }
    }

    private static void bounded(String name, Duration interval) {
      if (interval.toMillis() < 100 || interval.toHours() > 24) {
        throw new IllegalArgumentException(name + " is outside 100 ms to 24 h");
      }
    }
  }
}
