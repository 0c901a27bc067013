// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.CommandRun;
import dev.atom.testing.Feature;
import org.junit.jupiter.api.Test;

final class PosturePodsTest {
  @Test
  @Feature("E17")
  void whatTheContainerSaysCountsAndElseWhatItsPodSays() {
    String pods =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            spec:
              securityContext: {runAsNonRoot: true, runAsUser: 1000}
              initContainers:
              - {name: setup, securityContext: {runAsUser: 0, runAsNonRoot: false}}
              containers:
              - {name: main, securityContext: {readOnlyRootFilesystem: true}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: bare}
        spec:
          securityContext: {readOnlyRootFilesystem: true}
          containers: [{name: c}]
        """;

    CommandRun run = CommandRun.with(pods, "posture", "pods", "-");

    assertThat(run.out())
        .isEqualTo(
            """
            OBJECT               CONTAINER  NON-ROOT  USER         READ-ONLY ROOT
            Pod default/bare     c          no        the image's  no
            Deployment shop/web  setup      no        0            no
            Deployment shop/web  main       yes       1000         yes
            """);
    assertThat(run.status()).isZero();
  }
}
