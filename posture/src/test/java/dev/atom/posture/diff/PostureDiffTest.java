// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.diff.Change.Aspect;
import dev.atom.posture.diff.Change.Direction;
import dev.atom.testing.Feature;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Planted changes of each kind are told with their direction; what is only text is not.
final class PostureDiffTest {
  @Test
  @Feature("J16")
  void nothingChangedIsNothingTold() {
    assertThat(Releases.rendered("name: web", "name: web").changes()).isEmpty();
  }

  @ParameterizedTest
  @Feature("J16")
  @ValueSource(
      strings = {
        "resources: [pods, services], verbs: [get, list]"
            + "=>resources: [services, pods], verbs: [list, get]",
        "replicas: 2=>replicas: 2 # enough for now",
        "image: registry.example/web:1=>image: 'registry.example/web:1'",
        "policyTypes: [Ingress, Egress]=>policyTypes: [\"Egress\", Ingress]",
        """
        - {name: SHOP_CACHE_TTL, value: "60"}
                - {name: SHOP_AUDIT, value: "on"}=>- {value: 'on', name: SHOP_AUDIT}
                - {name: SHOP_CACHE_TTL, value: "60"}\
        """,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db"
            + "=>kind: Deployment\napiVersion: apps/v1\nmetadata: {name: db",
        "ports: [{port: 5432}]=>ports:\n    - port: 5432",
        "metadata: {name: reader, namespace: shop}\nrules"
            + "=>metadata: {namespace: shop, name: reader, annotations: {note: x}}\nrules",
        "- {apiGroups: [\"\"], resources: [pods, services], verbs: [get, list]}"
            + "=>- {apiGroups: [\"\"], resources: [pods], verbs: [get, list]}\n"
            + "- {apiGroups: [\"\"], resources: [services], verbs: [get, list]}"
      })
  void textAloneIsNoChange(String edit) {
    String[] sides = edit.split("=>");
    assertThat(Releases.BASE).contains(sides[0]);

    assertThat(Releases.rendered(sides[0], sides[1]).changes()).isEmpty();
  }

  @Test
  @Feature("J16")
  void theOrderOfObjectsIsNoChange() {
    List<String> documents = List.of(Releases.BASE.split("---\n"));
    String turned = String.join("---\n", documents.reversed());

    assertThat(Releases.diff(Releases.rendered(Releases.BASE), Releases.rendered(turned)).changes())
        .isEmpty();
  }

  @Test
  @Feature("J16")
  void oneVerbMoreWidensWhatASubjectMayDo() {
    assertThat(Releases.rendered("verbs: [get, list]", "verbs: [get, list, delete]").changes())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.aspect()).isEqualTo(Aspect.PERMISSION);
          assertThat(it.direction()).isEqualTo(Direction.WIDENED);
          assertThat(it.subject()).isEqualTo("ServiceAccount shop/web");
          assertThat(it.after()).isEqualTo("delete pods, delete services");
        });
  }

  @Test
  @Feature("J16")
  void aRoleThatIsNoMoreNarrowsAndLeavesALatentBinding() {
    String role = Releases.BASE.substring(0, Releases.BASE.indexOf("kind: Role\n"));

    assertThat(Releases.rendered("kind: Role\n", "kind: Rolle\n").changes())
        .filteredOn(it -> it.aspect() == Aspect.PERMISSION)
        .extracting(Change::direction)
        .containsExactlyInAnyOrder(Direction.GONE, Direction.NEW);
    assertThat(role).isNotEmpty();
  }

  @Test
  @Feature("J16")
  void onePortMoreWidensAPairAndNoOther() {
    assertThat(
            Releases.rendered("[{port: 5432}]", "[{port: 5432}, {port: 5433}]").changes().stream()
                .filter(it -> it.aspect() == Aspect.REACHABILITY))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.subject()).isEqualTo("shop/web[Deployment] => shop/db[Deployment]");
          assertThat(it.direction()).isEqualTo(Direction.WIDENED);
          assertThat(it.before() + " to " + it.after()).isEqualTo("TCP 5432 to TCP 5432-5433");
        });
  }

  @Test
  @Feature("J16")
  void anAddressRangeThatOpensIsOnePairWhateverTheCuts() {
    String open = "podSelector: {matchLabels: {app: web}}\n    - ipBlock: {cidr: 10.0.0.0/8}";
    String cut = open.replace("10.0.0.0/8", "10.0.0.0/9") + "\n    - ipBlock: {cidr: 10.128.0.0/9}";

    assertThat(reach(Releases.rendered("podSelector: {matchLabels: {app: web}}", open)))
        .extracting(Change::subject)
        .containsExactly("10.0.0.0-10.255.255.255[External] => shop/db[Deployment]");
    var first = Releases.BASE.replace("podSelector: {matchLabels: {app: web}}", open);
    var second = Releases.BASE.replace("podSelector: {matchLabels: {app: web}}", cut);
    assertThat(reach(Releases.diff(Releases.rendered(first), Releases.rendered(second)))).isEmpty();
  }

  @ParameterizedTest
  @Feature("J16")
  @CsvSource({
    "'runAsNonRoot: true, ', '', WIDENED, restricted, baseline (runAsNonRoot)",
    "'drop: [ALL]', 'add: [SYS_ADMIN]', WIDENED, restricted, privileged (capabilities)",
  })
  void aLevelThatIsLostSaysByWhat(
      String what, String by, Direction way, String before, String after) {
    assertThat(
            Releases.rendered(what, by).changes().stream()
                .filter(it -> it.aspect() == Aspect.POD_SECURITY))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.direction()).isEqualTo(way);
          assertThat(it.before()).isEqualTo(before);
          assertThat(it.after()).startsWith(after.substring(0, after.indexOf('(')));
        });
  }

  @Test
  @Feature("J16")
  void aSecretMoreIsNewAndOneLessIsGone() {
    assertThat(Releases.rendered("name: db, key: url", "name: other, key: url").changes())
        .filteredOn(it -> it.aspect() == Aspect.SECRET)
        .extracting(it -> it.direction() + " " + it.before() + it.after())
        .containsExactly(
            "NEW secret other key url as variable in container main",
            "GONE secret db key url as variable in container main");
  }

  @Test
  @Feature("J16")
  void anExemptionThatChangedIsTold() {
    var before =
        Releases.exemptions("exceptions: [{profile: prod, owner: a, expiresOn: 2027-01-01}]");
    var after =
        Releases.exemptions(
            "exceptions: [{profile: prod, owner: a, expiresOn: 2028-01-01}, {profile: perf}]");

    assertThat(Releases.diff(before, after).changes())
        .extracting(it -> it.subject() + " " + it.direction())
        .containsExactly("perf NEW", "prod CHANGED");
  }

  @Test
  @Feature("E29")
  void oneThingChangedIsOneDifference() {
    assertThat(Releases.rendered("replicas: 2", "replicas: 3").changes())
        .singleElement()
        .satisfies(it -> assertThat(it.field()).isEqualTo("spec.replicas"));
  }

  @ParameterizedTest
  @Feature("E25")
  @CsvSource({
    "image, 'web:1', 'web:2'",
    "server, 'containerPort: 8080', 'containerPort: 8081'",
    "cache, '{name: SHOP_CACHE_TTL, value: \"60\"}', '{name: SHOP_CACHE_TTL, value: \"6000\"}'",
    "store, 's3.example', 's3.elsewhere'",
    "resources, '256Mi', '25Gi'",
    "metrics, '15s', '600s'",
    "networkPolicy, 'port: 5432', 'port: 5433'",
    "serviceAccount, 'serviceAccountName: web', 'serviceAccountName: admin'",
    "rbac, 'verbs: [get, list]', 'verbs: [get, list, create]'",
    "securityContext, 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'",
    "podSecurityContext, 'runAsNonRoot: true', 'runAsNonRoot: false'",
    "envFromSecrets, '{name: db, key: url}', '{name: db, key: password}'",
    "audit, '{name: SHOP_AUDIT, value: \"on\"}', '{name: SHOP_AUDIT, value: \"off\"}'"
  })
  void eachFamilyIsFlaggedInRenderedObjects(String family, String what, String by) {
    PostureDiff diff = Releases.rendered(what, by);

    assertThat(diff.unapproved())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.family().orElseThrow().key()).isEqualTo(family));
  }

  @ParameterizedTest
  @Feature("E25")
  @CsvSource({
    "image, image.tag",
    "server, server.port",
    "cache, cache.size",
    "store, store.bucket",
    "resources, resources.limits.cpu",
    "metrics, metrics.enabled",
    "networkPolicy, networkPolicy.egress.mode",
    "serviceAccount, serviceAccount.name",
    "rbac, rbac.create",
    "securityContext, securityContext.privileged",
    "podSecurityContext, podSecurityContext.runAsUser",
    "envFromSecrets, envFromSecrets.names",
    "audit, audit.enabled"
  })
  void eachFamilyIsFlaggedInValues(String family, String path) {
    PostureDiff diff =
        Releases.diff(Releases.values(nested(path, "one")), Releases.values(nested(path, "two")));

    assertThat(diff.unapproved())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.family().orElseThrow().key()).isEqualTo(family);
          assertThat(it.field()).isEqualTo(path);
        });
  }

  @Test
  void otherValuesDemandNoReview() {
    assertThat(
            Releases.diff(Releases.values("color: red"), Releases.values("color: blue")).changes())
        .isEmpty();
    assertThat(Releases.rendered("value: a}", "value: b}").changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "networkPolicy.egress.mode, cluster-aware, disabled, WIDENED",
    "networkPolicy.egress.mode, internet-only, cluster-aware, NARROWED",
    "networkPolicy.enabled, true, false, WIDENED",
    "securityContext.readOnlyRootFilesystem, true, false, WIDENED",
    "securityContext.privileged, false, true, WIDENED",
    "serviceAccount.automount, true, false, NARROWED",
    "audit.enabled, false, true, NARROWED",
    "image.tag, '1.0', '1.1', CHANGED"
  })
  void whereMoreAndLessMeanSomethingTheyAreTold(String path, String was, String is, Direction way) {
    assertThat(
            Releases.diff(Releases.values(nested(path, was)), Releases.values(nested(path, is)))
                .changes())
        .singleElement()
        .satisfies(it -> assertThat(it.direction()).isEqualTo(way));
  }

  @Test
  void noSecretIsPrinted() {
    String path = "cache.redis.password";

    assertThat(
            Releases.diff(
                    Releases.values(nested(path, "hunter2hunter2")),
                    Releases.values(nested(path, "correct-horse")))
                .changes())
        .singleElement()
        .satisfies(it -> assertThat(it.before() + it.after()).isEqualTo("(not shown)(not shown)"));
  }

  @Test
  @Feature("E25")
  void anApprovalCountsForTheVeryChangeItNames() {
    PostureDiff open = Releases.rendered("web:1", "web:2");
    String id = open.unapproved().getFirst().id();
    var approval = new Approval(Set.of(id), "ann", "bob", "eve", "SEC-1", List.of("security"));

    assertThat(approved("web:1", "web:2", approval).unapproved()).isEmpty();
    assertThat(approved("web:1", "web:3", approval).unapproved()).hasSize(1);
  }

  @Test
  @Feature("E25")
  void allChangesTogetherMayBeApprovedAtOnce() {
    PostureDiff open = Releases.rendered("web:1", "web:2");
    var approval = new Approval(Set.of(open.id()), "ann", "bob", "eve", "SEC-1", List.of("x"));

    assertThat(approved("web:1", "web:2", approval).unapproved()).isEmpty();
    assertThat(approved("web:1", "web:3", approval).unapproved()).hasSize(1);
  }

  @ParameterizedTest
  @Feature("E25")
  @CsvSource({
    "secondApprover: eve, '', secondApprover",
    "secondApprover: eve, 'secondApprover: bob', three people",
    "secondApprover: eve, 'secondApprover: ann', three people",
    "ticket: SEC-1, '', ticket",
    "notified: [s], '', notified"
  })
  void anApprovalWithoutSecondPersonTicketOrNoticeDoesNotCount(
      String what, String by, String problem) {
    String text =
        """
        apiVersion: atom.dev/v1
        kind: Approvals
        metadata: {name: a}
        spec:
          approvals:
          - changes: [abc]
            author: ann
            approver: bob
            secondApprover: eve
            ticket: SEC-1
            notified: [s]
        """;

    assertThat(parse(text).approvals()).hasSize(1);
    assertThat(parse(text.replace(what, by)).approvals()).isEmpty();
    assertThat(parse(text.replace(what, by)).problems())
        .singleElement()
        .satisfies(it -> assertThat(it).startsWith("a.yaml:6: ").contains(problem));
  }

  private static Approval.Parsed parse(String text) {
    return Approval.parse("a.yaml", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static PostureDiff approved(String what, String by, Approval approval) {
    return Releases.diff(
        Releases.rendered(Releases.BASE),
        Releases.rendered(Releases.BASE.replace(what, by)),
        approval);
  }

  private static List<Change> reach(PostureDiff diff) {
    return diff.changes().stream().filter(it -> it.aspect() == Aspect.REACHABILITY).toList();
  }

  private static String nested(String path, String value) {
    var text = new StringBuilder();
    int depth = 0;
    for (String key : path.split("\\.")) {
      text.append(depth == 0 ? "" : "\n").append("  ".repeat(depth++)).append(key).append(':');
    }
    return text.append(' ').append(value).toString();
  }
}
