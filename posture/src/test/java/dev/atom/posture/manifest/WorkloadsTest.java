// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkloadsTest {
  private static Workloads of(String text) {
    return Workloads.of(Manifests.of(text));
  }

  @Test
  void findsThePodsOfEveryBuiltInKind() {
    String template = "{spec: {containers: [{name: c, image: i}]}}";
    Workloads found =
        of(
            """
            {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, image: i}]}}
            ---
            {apiVersion: v1, kind: PodTemplate, metadata: {name: a}, template: T}
            ---
            {apiVersion: v1, kind: ReplicationController, metadata: {name: a}, spec: {template: T}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: T}}
            ---
            {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: a}, spec: {template: T}}
            ---
            {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {template: T}}
            ---
            {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}, spec: {template: T}}
            ---
            {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: T}}
            ---
            {apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {jobTemplate: {spec: {template: T}}}}
            """
                .replace("T}", template + "}"));

    assertThat(found.notJudged()).isEmpty();
    assertThat(found.workloads())
        .extracting(Workload::specPath)
        .containsExactly(
            "spec",
            "template.spec",
            "spec.template.spec",
            "spec.template.spec",
            "spec.template.spec",
            "spec.template.spec",
            "spec.template.spec",
            "spec.template.spec",
            "spec.jobTemplate.spec.template.spec");
    assertThat(found.workloads()).allMatch(w -> w.containers().size() == 1);
  }

  @Test
  void findsSeveralTemplatesInOneObject() {
    Workloads found =
        of(
            """
            apiVersion: ray.io/v1
            kind: RayCluster
            metadata: {name: ray}
            spec:
              headGroupSpec: {template: {spec: {containers: [{name: head, image: i}]}}}
              workerGroupSpecs:
              - {groupName: small, template: {spec: {containers: [{name: worker, image: i}]}}}
            """);

    assertThat(found.workloads())
        .extracting(w -> w.containers().getFirst().path())
        .containsExactly(
            "spec.headGroupSpec.template.spec.containers[head]",
            "spec.workerGroupSpecs[0].template.spec.containers[worker]");
  }

  @Test
  void anUnknownKindWithContainersIsNotJudged() {
    Workloads found =
        of(
            """
            apiVersion: example.org/v1
            kind: Robot
            metadata: {name: r2}
            spec:
              arms:
              - podSpec:
                  containers:
                  - {name: hand, image: i}
            """);

    assertThat(found.workloads()).isEmpty();
    assertThat(found.notJudged())
        .extracting(n -> n.place().line(), NotJudged::why)
        .containsExactly(
            tuple(
                8,
                "there are containers in it, but where a Robot of example.org has its pods is not"
                    + " known: add a row to the table of kinds"));
  }

  @Test
  void aRowOfTheUserTellsWhereAnUnknownKindHasItsPods() {
    List<Manifest> robot =
        Manifests.of(
            "{apiVersion: example.org/v1, kind: Robot, metadata: {name: r}, spec: {arms: [{podSpec:"
                + " {containers: [{name: hand, image: i}]}}]}}");

    Workloads found =
        Workloads.of(robot, KindTable.shipped().with("example.org | Robot | spec.arms[].podSpec!"));

    assertThat(found.notJudged()).isEmpty();
    assertThat(found.workloads())
        .extracting(Workload::specPath)
        .containsExactly("spec.arms[0].podSpec");
  }

  @Test
  void aKindThatMakesPodsFromElsewhereIsNotJudged() {
    Workloads found =
        of("{apiVersion: kagent.dev/v1alpha2, kind: Agent, metadata: {name: helper}, spec: {}}");

    assertThat(found.notJudged()).hasSize(1);
  }

  @Test
  void aDeploymentWithoutATemplateIsNotJudged() {
    assertThat(of("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}").notJudged())
        .hasSize(1);
  }

  @Test
  void objectsWithoutPodsAreNeither() {
    assertThat(of("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {containers: x}}"))
        .isEqualTo(new Workloads(List.of(), List.of()));
  }

  @Test
  void namespacesAreImpliedByWhatLivesInThem() {
    Cluster cluster =
        Cluster.of(
            Manifests.of(
                """
                {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: red}}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: infra}}
                """));

    assertThat(cluster.namespaces().values())
        .extracting(KubeNamespace::name, KubeNamespace::labels)
        .containsExactly(
            tuple("infra", Map.of(KubeNamespace.NAME_LABEL, "infra")),
            tuple("shop", Map.of(KubeNamespace.NAME_LABEL, "shop", "team", "red")));
  }
}
