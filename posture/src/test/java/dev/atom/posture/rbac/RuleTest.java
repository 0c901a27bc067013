// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a rule matches, where people expect otherwise.
final class RuleTest {
  @Test
  void podsDoNotIncludeTheirSubresources() {
    Rule pods = Rule.on(List.of(""), List.of("pods"), List.of("*"));

    assertThat(pods.permits(Access.to("create", "", "pods"))).isTrue();
    assertThat(pods.permits(Access.to("create", "", "pods/exec"))).isFalse();
  }

  @Test
  void aStarAfterTheSlashMatchesNothing() {
    Rule rule = Rule.on(List.of(""), List.of("pods/*"), List.of("*"));

    assertThat(rule.permits(Access.to("create", "", "pods/exec"))).isFalse();
    assertThat(rule.permits(Access.to("get", "", "pods"))).isFalse();
  }

  @Test
  void aStarBeforeTheSlashMatchesTheSubresourceOfAll() {
    Rule rule = Rule.on(List.of("apps"), List.of("*/scale"), List.of("update"));

    assertThat(rule.permits(Access.to("update", "apps", "deployments/scale"))).isTrue();
    assertThat(rule.permits(Access.to("update", "apps", "deployments"))).isFalse();
  }

  @Test
  void coreIsTheEmptyGroupAndNothingElse() {
    assertThat(
            Rule.on(List.of("core"), List.of("pods"), List.of("get"))
                .permits(Access.to("get", "", "pods")))
        .isFalse();
  }

  @Test
  void namesGiveNeitherCreateNorAPlainList() {
    Rule one = new Rule(List.of("*"), List.of(""), List.of("secrets"), List.of("tls"), List.of());

    assertThat(one.permits(new Access.OnResource("get", "", "secrets", "", "tls"))).isTrue();
    assertThat(one.permits(new Access.OnResource("get", "", "secrets", "", "other"))).isFalse();
    assertThat(one.permits(Access.to("list", "", "secrets"))).isFalse();
    assertThat(one.permits(Access.to("create", "", "secrets"))).isFalse();
    assertThat(one.touches(Access.to("create", "", "secrets"))).isFalse();
    assertThat(one.touches(Access.to("list", "", "secrets"))).isTrue();
  }

  @Test
  void aStarInAPathCountsOnlyAtItsEnd() {
    Rule rule =
        new Rule(List.of("get"), List.of(), List.of(), List.of(), List.of("/logs/*", "/a*b"));

    assertThat(rule.permits(new Access.OnPath("get", "/logs/kubelet"))).isTrue();
    assertThat(rule.permits(new Access.OnPath("get", "/logs"))).isFalse();
    assertThat(rule.permits(new Access.OnPath("get", "/axb"))).isFalse();
  }
}
