// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Bindings, groups and aggregated roles resolved.
final class EffectivePermissionsTest {
  private static final Rule READ_PODS = Rule.on(List.of(""), List.of("pods"), List.of("get"));
  private static final Rule NODES = Rule.on(List.of(""), List.of("nodes"), List.of("get"));
  private static final Subject BUILDER = Subject.account("shop", "builder");

  @Test
  void aRoleBindingGrantsAClusterRoleInItsNamespaceOnly() {
    var permissions =
        permissions(bind("shop", "reader", BUILDER), Role.of("", "reader", READ_PODS));

    assertThat(may(permissions, BUILDER, READ, "shop")).isTrue();
    assertThat(may(permissions, BUILDER, READ, "bank")).isFalse();
    assertThat(may(permissions, BUILDER, READ, "")).isFalse();
  }

  @Test
  void aClusterRoleBindingGrantsEverywhere() {
    var permissions = permissions(bind("", "reader", BUILDER), Role.of("", "reader", READ_PODS));

    assertThat(may(permissions, BUILDER, READ, "bank")).isTrue();
    assertThat(may(permissions, BUILDER, READ, "")).isTrue();
  }

  @Test
  void aRoleBindingGivesNothingOnObjectsOfTheCluster() {
    var permissions = permissions(bind("shop", "nodes", BUILDER), Role.of("", "nodes", NODES));

    assertThat(may(permissions, BUILDER, Access.to("get", "", "nodes"), "")).isFalse();
  }

  @Test
  void pathsAreGivenByClusterRoleBindingsOnly() {
    Rule path = new Rule(List.of("get"), List.of(), List.of(), List.of(), List.of("/metrics"));
    var access = new Access.OnPath("get", "/metrics");

    assertThat(
            permissions(bind("shop", "m", BUILDER), Role.of("", "m", path))
                .may(BUILDER, Set.of(), access, "shop"))
        .isFalse();
    assertThat(
            permissions(bind("", "m", BUILDER), Role.of("", "m", path))
                .may(BUILDER, Set.of(), access, ""))
        .isTrue();
  }

  @Test
  void accountsAreInTheGroupsOfTheirNamespaceOfAllAccountsAndOfTheAuthenticated() {
    for (String group :
        List.of("system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated")) {
      var permissions =
          permissions(bind("", "reader", Subject.group(group)), Role.of("", "reader", READ_PODS));

      assertThat(may(permissions, BUILDER, READ, "shop")).as(group).isTrue();
    }
    var other =
        permissions(
            bind("", "reader", Subject.group("system:serviceaccounts:bank")),
            Role.of("", "reader", READ_PODS));
    assertThat(may(other, BUILDER, READ, "shop")).isFalse();
  }

  @Test
  void theUserNameOfAnAccountIsTheAccount() {
    assertThat(Subject.user("system:serviceaccount:shop:builder")).isEqualTo(BUILDER);
  }

  @Test
  void mastersMayEverything() {
    var permissions = EffectivePermissions.of(List.of(), List.of());

    assertThat(permissions.may(Subject.user("root"), Set.of("system:masters"), READ, "")).isTrue();
    assertThat(permissions.may(Subject.user("root"), Set.of(), READ, "")).isFalse();
  }

  @Test
  void aBindingToAMissingRoleGrantsNothingAndIsToldAsLatent() {
    var permissions = permissions(bind("shop", "absent", BUILDER));

    assertThat(permissions.grants()).isEmpty();
    assertThat(permissions.latent())
        .singleElement()
        .satisfies(it -> assertThat(it.subject()).isEqualTo(BUILDER));
  }

  @Test
  void anAggregatedRoleIsFilledByLabelThroughOtherAggregatedRoles() {
    Role top = aggregated("top", Map.of(), "to-top");
    Role middle = aggregated("middle", Map.of("to-top", "true"), "to-middle");
    Role leaf = new Role("", "leaf", Map.of("to-middle", "true"), List.of(NODES), List.of(), false);
    var permissions = permissions(bind("", "top", BUILDER), top, middle, leaf);

    assertThat(may(permissions, BUILDER, Access.to("get", "", "nodes"), "")).isTrue();
    assertThat(may(permissions, BUILDER, READ, "")).as("what was written is overwritten").isFalse();
  }

  @Test
  void rolesThatFillEachOtherDoNotHang() {
    Role one = aggregated("one", Map.of("b", "true"), "a");
    Role two = aggregated("two", Map.of("a", "true"), "b");

    assertThat(permissions(bind("", "one", BUILDER), one, two).grants()).isEmpty();
  }

  @Test
  void theRolesEveryServerHasAreThereAndAreFilledByOurs() {
    var objects = RbacObjects.of(List.of());
    var permissions =
        EffectivePermissions.of(objects.roles(), List.of(bind("shop", "admin", BUILDER)));

    assertThat(may(permissions, BUILDER, Access.to("create", "", "pods/exec"), "shop")).isTrue();
    assertThat(may(permissions, BUILDER, Access.to("get", "", "configmaps"), "shop")).isTrue();
    assertThat(may(permissions, BUILDER, Access.to("bind", RBAC, "roles"), "shop")).isFalse();
  }

  @Test
  void whoMayNamesTheBindingsAndTheWiderGroups() {
    var permissions =
        EffectivePermissions.of(
            List.of(Role.of("", "reader", READ_PODS)),
            List.of(
                bind("shop", "reader", BUILDER),
                bind("", "reader", Subject.group("ops")),
                bind("bank", "reader", Subject.user("eve"))));

    assertThat(permissions.whoMay(READ, "shop"))
        .extracting(grant -> grant.subject().text())
        .containsExactly("ServiceAccount shop/builder", "Group ops");
    assertThat(permissions.whoMay(READ, ""))
        .extracting(grant -> grant.subject().text())
        .containsExactly("Group ops");
  }

  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final Access READ = Access.to("get", "", "pods");

  private static Role aggregated(String name, Map<String, String> labels, String label) {
    return new Role(
        "", name, labels, List.of(READ_PODS), List.of(LabelMatch.label(label, "true")), false);
  }

  private static boolean may(
      EffectivePermissions permissions, Subject subject, Access access, String namespace) {
    return permissions.may(subject, Set.of(), access, namespace);
  }

  private static EffectivePermissions permissions(Binding binding, Role... roles) {
    return EffectivePermissions.of(List.of(roles), List.of(binding));
  }

  private static Binding bind(String namespace, String role, Subject subject) {
    return new Binding(namespace, role, true, role, List.of(subject));
  }
}
