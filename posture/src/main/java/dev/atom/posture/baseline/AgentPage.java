// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.diff.SecretUse;
import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Severity;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.rbac.RbacLint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The ten items of the node agent's checklist.
final class AgentPage {
  private static final String PAGE = "S3 system agent security considerations";
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  private AgentPage() {}

  static List<Item> items() {
    return List.of(
        item(
            "01",
            "Review and apply minimal RBAC permissions.",
            "./atom posture rbac lint PATH",
            AgentPage::rbac),
        item(
            "02",
            "Enable pod security policies/standards.",
            "./atom posture baseline PATH",
            AgentPage::standards),
        item(
            "03",
            "Configure network policies.",
            "./atom posture connectivity PATH",
            AgentPage::policies),
        item(
            "04",
            "Use dedicated service account.",
            "./atom posture baseline PATH",
            AgentPage::accounts),
        item(
            "05",
            "Store secrets in Kubernetes Secrets or external manager.",
            "./atom posture baseline PATH",
            AgentPage::secrets),
        Proofs.item("S3-06", PAGE, "Enable audit logging.", "./atom audit verify"),
        item(
            "07",
            "Configure TLS with valid certificates.",
            "./atom posture baseline PATH",
            AgentPage::tls),
        item(
            "08",
            "Review container security context.",
            "./atom posture pss --level restricted PATH",
            AgentPage::context),
        Proofs.item("S3-09", PAGE, "Scan images for vulnerabilities.", "trivy image IMAGE"),
        Proofs.item(
            "S3-10",
            PAGE,
            "Document security configuration.",
            "./atom audit report --framework pages"));
  }

  private static Item item(
      String number, String text, String command, Function<World, Verdict> check) {
    return new Item("S3-" + number, PAGE, text, command, List.of(), check);
  }

  /// Powers a ceiling declares were reviewed with it; here counts what nobody can have meant.
  private static Verdict rbac(World world) {
    List<String> bad =
        RbacLint.check(world.rbac()).stream()
            .filter(AgentPage::isNeverMeant)
            .map(AtlasPage::line)
            .toList();
    return Verdict.of(bad, "no binding of everybody, no wildcard, no way to the whole cluster");
  }

  private static boolean isNeverMeant(Finding it) {
    return it.severity() == Severity.CRITICAL
        || List.of("RBAC-EVERYBODY", "RBAC-WILDCARD", "RBAC-DEFAULT-ACCOUNT", "RBAC-LATENT")
            .contains(it.rule());
  }

  private static Verdict standards(World world) {
    List<String> bad = new ArrayList<>();
    Set<String> running = new TreeSet<>();
    world.cluster().workloads().forEach(it -> running.add(it.namespace()));
    for (String name : running) {
      String level =
          world.kind("Namespace").stream()
              .filter(it -> it.name().equals(name))
              .map(it -> it.label(ENFORCE))
              .findFirst()
              .orElse("");
      if (!level.equals("restricted") && !level.equals("baseline")) {
        bad.add(
            "Namespace "
                + name
                + " enforces "
                + (level.isEmpty() ? "nothing" : level)
                + ": label "
                + ENFORCE);
      }
    }
    return Verdict.of(bad, running.size() + " namespaces enforce a standard");
  }

  private static Verdict policies(World world) {
    Set<String> without = new TreeSet<>();
    world.cluster().workloads().forEach(it -> without.add(it.namespace()));
    world.kind("NetworkPolicy").forEach(it -> without.remove(it.namespace()));
    return Verdict.of(
        without.stream().map(it -> "Namespace " + it + " has no NetworkPolicy").toList(),
        "every namespace in which something runs has one");
  }

  private static Verdict accounts(World world) {
    List<String> bad = new ArrayList<>();
    for (Workload workload : world.cluster().workloads()) {
      String account = workload.podSpec().at("serviceAccountName").scalar();
      if (account.isEmpty() || account.equals("default")) {
        bad.add(World.name(workload) + " runs as the default service account");
      }
    }
    return Verdict.of(bad, "no workload runs as default");
  }

  private static Verdict secrets(World world) {
    Set<String> bad = new TreeSet<>();
    for (Workload workload : world.cluster().workloads()) {
      for (String use : SecretUse.of(workload)) {
        if (use.startsWith("secret ")) {
          String name = use.substring("secret ".length()).split(" ", 2)[0];
          boolean known =
              AtomPage.sources(world)
                  .anyMatch(
                      it -> it.name().equals(name) && it.namespace().equals(workload.namespace()));
          if (!known) {
            bad.add(World.name(workload) + " uses the secret " + name + " that nothing declares");
          }
        }
      }
    }
    return Verdict.of(List.copyOf(bad), "every secret that pods use is declared as one");
  }

  private static Verdict tls(World world) {
    List<String> bad = new ArrayList<>();
    for (Manifest ingress : world.kind("Ingress")) {
      if (ingress.root().at("spec", "tls").isEmpty()) {
        bad.add("Ingress " + ingress.namespace() + "/" + ingress.name() + " has no TLS");
      }
    }
    return bad.isEmpty() ? world.proofs().verdict("S3-07", world.now()) : Verdict.of(bad, "");
  }

  private static Verdict context(World world) {
    return Verdict.of(
        Pods.without(
            world.cluster().workloads(),
            "privilege escalation is not refused, or capabilities are not dropped",
            AgentPage::isTight),
        "no escalation, no capabilities");
  }

  private static boolean isTight(Workload workload, Container container) {
    return Pods.dropsAll(container)
        && container.security("allowPrivilegeEscalation").isFalse()
        && !container.security("privileged").isTrue()
        && !workload.podSpec().at("hostPID").isTrue();
  }
}
