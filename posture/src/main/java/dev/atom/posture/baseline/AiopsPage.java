// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.diff.SecretUse;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What the operations assistant's security design states, a statement an item.
final class AiopsPage {
  private static final String PAGE = "S4 operations assistant security design";
  private static final List<String> PRIVATE =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16");

  private AiopsPage() {}

  static List<Item> items() {
    return List.of(
        Proofs.item(
            "S4-01",
            PAGE,
            "Users authenticate by OIDC; tokens last an hour at most.",
            "./atom test --all (A1)"),
        Proofs.item(
            "S4-02",
            PAGE,
            "Roles and namespaces are enforced at two layers.",
            "./atom test --all (B27)"),
        Proofs.item(
            "S4-03", PAGE, "Services speak mutual TLS; none accepts plain HTTP.", "./atom doctor"),
        item(
            "04",
            "Secrets are rotated each quarter and after exposure.",
            "./atom posture baseline --rotations FILE PATH",
            AiopsPage::rotated),
        item(
            "05",
            "Secrets are mounted as files, never as environment variables.",
            "./atom posture baseline PATH",
            AiopsPage::files),
        item(
            "06",
            "Each service has its own service account.",
            "./atom posture baseline PATH",
            AiopsPage::accounts),
        Proofs.item(
            "S4-07", PAGE, "Data in transit: TLS 1.3 outside, mutual TLS inside.", "./atom doctor"),
        Proofs.item(
            "S4-08",
            PAGE,
            "Data at rest is encrypted in every store.",
            "./atom posture baseline --evidence FILE PATH"),
        Proofs.item(
            "S4-09",
            PAGE,
            "Hashes instead of results; 90 days of history.",
            "./atom audit report --framework page-aiops"),
        Proofs.item(
            "S4-10",
            PAGE,
            "Injected instructions are fenced, truncated, sanitised.",
            "./atom test --all (H10)"),
        item(
            "11",
            "Egress is restricted: DNS, dependencies, 443 without private ranges.",
            "./atom posture connectivity --exposure PATH",
            AiopsPage::egress),
        Proofs.item(
            "S4-12",
            PAGE,
            "Every event is in audit_events; what must not be is not.",
            "./atom audit search"),
        Proofs.item(
            "S4-13",
            PAGE,
            "The log is append-only; exports are signed and locked.",
            "./atom audit verify --export DIR"),
        Proofs.item(
            "S4-14",
            PAGE,
            "Compromise indicators have actions, runbooks and contacts.",
            "./atom triage WORKLOAD"),
        item(
            "15",
            "Least privilege: what is granted everywhere only reads.",
            "./atom posture rbac who-can create pods PATH",
            AiopsPage::reads),
        Proofs.item(
            "S4-16",
            PAGE,
            "Critical vulnerabilities block a deployment.",
            "trivy image --severity CRITICAL --exit-code 1 IMAGE"));
  }

  private static Item item(
      String number, String text, String command, Function<World, Verdict> check) {
    return new Item("S4-" + number, PAGE, text, command, List.of(), check);
  }

  private static Verdict rotated(World world) {
    if (world.rotations().entries().isEmpty()) {
      return Verdict.notJudged("there is no rotation register");
    }
    List<String> due =
        world.rotations().due(world.today()).stream()
            .filter(it -> !it.startsWith("PLATFORM_HMAC_SECRET"))
            .toList();
    return Verdict.of(due, world.rotations().entries().size() + " secrets, none is due");
  }

  private static Verdict files(World world) {
    List<String> bad = new ArrayList<>();
    for (Workload workload : world.cluster().workloads()) {
      SecretUse.of(workload).stream()
          .filter(it -> it.contains("variable"))
          .forEach(it -> bad.add(World.name(workload) + ": " + it));
    }
    return Verdict.of(bad, "no secret is a variable");
  }

  private static Verdict accounts(World world) {
    Map<String, String> users = new HashMap<>();
    List<String> bad = new ArrayList<>();
    for (Workload workload : world.cluster().workloads()) {
      String account = workload.podSpec().at("serviceAccountName").scalar();
      if (!account.isEmpty() && !account.equals("default")) {
        String other =
            users.putIfAbsent(workload.namespace() + "/" + account, World.name(workload));
        if (other != null) {
          bad.add(World.name(workload) + " shares the account " + account + " with " + other);
        }
      }
    }
    return Verdict.of(bad, users.size() + " accounts, each for one workload");
  }

  private static Verdict egress(World world) {
    List<String> bad = new ArrayList<>();
    for (Manifest policy : world.kind("NetworkPolicy")) {
      String name = "NetworkPolicy " + policy.namespace() + "/" + policy.name();
      int rule = 0;
      for (Node egress : policy.root().at("spec", "egress").items()) {
        String where = name + " spec.egress[" + rule++ + "]";
        if (egress.at("to").isEmpty()) {
          bad.add(where + " allows every destination");
        }
        for (Node to : egress.at("to").items()) {
          block(where, to.at("ipBlock"), bad);
        }
      }
    }
    return Verdict.of(bad, "no rule opens the world or private ranges");
  }

  private static void block(String where, Node block, List<String> bad) {
    String cidr = block.at("cidr").scalar();
    if (!cidr.equals("0.0.0.0/0") && !cidr.equals("::/0")) {
      return;
    }
    List<String> except = block.at("except").items().stream().map(Node::scalar).toList();
    if (cidr.equals("0.0.0.0/0")) {
      PRIVATE.stream()
          .filter(it -> !except.contains(it))
          .forEach(it -> bad.add(where + " opens " + it + " with the world"));
    } else if (except.isEmpty()) {
      bad.add(where + " opens every IPv6 address");
    }
  }

  private static Verdict reads(World world) {
    List<String> bad = new ArrayList<>();
    for (var grant : world.rbac().permissions().grants()) {
      if (grant.scope().isEmpty() && !grant.subject().name().startsWith("system:")) {
        grant.rule().verbs().stream()
            .filter(verb -> !List.of("get", "list", "watch").contains(verb))
            .forEach(verb ->
                bad.add(
                    grant.subject().text() + " may " + verb + " everywhere by " + grant.binding()));
      }
    }
    return Verdict.of(bad, "what is granted everywhere only reads");
  }
}
