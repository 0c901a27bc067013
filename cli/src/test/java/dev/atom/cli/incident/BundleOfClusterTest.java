// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.cli.CommandRun;
import dev.atom.cli.Json;
import dev.atom.testing.Feature;
import dev.atom.testing.KubernetesTools;
import dev.atom.testing.StandInCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bundle of a cluster, collected by a real `kubectl` from a server that stands in for the API.
final class BundleOfClusterTest {
  private static final String TOKEN = "glpat-" + "xY7".repeat(8);
  private static final String PRIVATE = "nobody-must-see-this";

  @TempDir private Path folder;
  private final StandInCluster cluster = StandInCluster.start();

  @BeforeEach
  void fill() {
    cluster.kind("", "v1", "pods", "Pod", true);
    cluster.kind("", "v1", "events", "Event", true);
    cluster.kind("", "v1", "secrets", "Secret", true);
    cluster.kind("", "v1", "services", "Service", true);
    cluster.kind("", "v1", "serviceaccounts", "ServiceAccount", true);
    cluster.kind("", "v1", "configmaps", "ConfigMap", true);
    cluster.kind("apps", "v1", "deployments", "Deployment", true);
    cluster.kind("apps", "v1", "replicasets", "ReplicaSet", true);
    cluster.kind("apps", "v1", "statefulsets", "StatefulSet", true);
    cluster.kind("apps", "v1", "daemonsets", "DaemonSet", true);
    cluster.kind("batch", "v1", "jobs", "Job", true);
    cluster.kind("batch", "v1", "cronjobs", "CronJob", true);
    cluster.kind("networking.k8s.io", "v1", "ingresses", "Ingress", true);
    cluster.kind("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true);
    cluster.kind("rbac.authorization.k8s.io", "v1", "roles", "Role", true);
    cluster.kind("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true);
    cluster.add(
        "pods",
        "shop",
        "web-1",
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"u1"},
         "spec":{"containers":[{"name":"main","image":"web:1",
           "env":[{"name":"GREETING","value":"%s"}]}]},
         "status":{"phase":"Running"}}\
        """
            .formatted(PRIVATE));
    cluster.add(
        "secrets",
        "shop",
        "db",
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","namespace":"shop"},
         "data":{"password":"aHVudGVyMmh1bnRlcjI="}}\
        """);
    cluster.log("shop", "web-1", "listening\nsent token " + TOKEN + "\n");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  @Feature("F1")
  void aRealKubectlCollectsEverythingButSecrets() throws IOException {
    var run = bundle();

    assertThat(run.status()).as(run.err() + reports(run)).isZero();
    String all = all(Path.of(run.out().strip()));
    assertThat(all)
        .contains("listening")
        .contains("GREETING")
        .contains("web:1")
        .contains("\"cluster\" : \"stand-in\"")
        .doesNotContain(TOKEN)
        .doesNotContain(PRIVATE)
        .doesNotContain("aHVudGVy");
    assertThat(cluster.asked()).noneMatch(it -> it.contains("/secrets"));
    assertThat(cluster.asked()).allMatch(it -> it.startsWith("GET "));
  }

  @Test
  @Feature("F1")
  void whatMayNotBeReadFailsItsPartAndNoOther() throws IOException {
    cluster.refuse("events");

    var run = bundle();

    assertThat(run.status()).isEqualTo(1);
    Path bundle = Path.of(run.out().strip());
    JsonNode events = Json.read(bundle.resolve("events.record.json"), JsonNode.class);
    assertThat(events.path("status").asText()).isEqualTo("failed");
    assertThat(events.path("problems").path(0).asText()).contains("Forbidden");
    JsonNode logs = Json.read(bundle.resolve("logs.record.json"), JsonNode.class);
    assertThat(logs.path("status").asText()).isEqualTo("ok");
  }

  private CommandRun bundle() {
    return CommandRun.in(
        Map.of("KUBECONFIG", cluster.kubeconfig(folder).toString()),
        "bundle",
        "--kubectl",
        KubernetesTools.kubectl().toString(),
        "--context",
        "stand-in",
        "-n",
        "shop",
        "--workload",
        "web-1",
        "--out",
        folder.resolve("out").toString(),
        "--allow-write",
        "--allow-subprocess",
        "--allow-network");
  }

  private static String reports(CommandRun run) throws IOException {
    return run.out().isBlank() ? "" : all(Path.of(run.out().strip()));
  }

  private static String all(Path bundle) throws IOException {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.list(bundle)) {
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
