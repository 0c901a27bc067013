// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.rbac.CeilingCheck;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The twelve items of the security operations page: deploy, review, useful checks.
final class AtlasPage {
  private static final String PAGE = "S2 Atlas security operations";
  private static final String PROFILE = "atom.dev/profile";
  private static final List<String> PROFILES =
      List.of(
          "prod", "prod-minimal", "prod-ha", "prod-airgap", "perf", "kind", "ci", "offline", "dev");

  private static final Map<String, List<String>> SIGNALS =
      Map.of(
          "authentication", List.of("auth", "login"),
          "policy", List.of("policy", "denied", "denial", "authorization"),
          "audit", List.of("audit", "integrity", "tamper"));

  private AtlasPage() {}

  static List<Item> items() {
    return List.of(
        new Item(
            "S2-01",
            PAGE,
            "The selected profile satisfies the profile security contract.",
            "./atom posture check --profile PROFILE PATH",
            List.of("S1-03", "S1-04", "S1-05", "S3-08"),
            AtlasPage::profile),
        item(
            "02",
            "Debug or admin surfaces are disabled unless there is a governed exception.",
            "./atom posture exemptions list FILE",
            AtlasPage::admin),
        new Item(
            "S2-03",
            PAGE,
            "The network policy mode matches the intended environment.",
            "./atom posture connectivity --exposure PATH",
            List.of("S3-03"),
            AtlasPage::isolated),
        item(
            "04",
            "Service account and RBAC scope stayed within least privilege.",
            "./atom posture rbac diff --ceilings FILE PATH",
            AtlasPage::ceilings),
        item(
            "05",
            "Observability coverage for authentication, policy and audit signals.",
            "./atom posture baseline PATH",
            AtlasPage::signals),
        Proofs.item(
            "S2-06",
            PAGE,
            "Changes of high-risk keys were inspected.",
            "./atom posture diff OLD NEW --approvals FILE"),
        Proofs.item(
            "S2-07",
            PAGE,
            "Network policy reviewed before broader egress or ingress.",
            "./atom posture diff OLD NEW --approvals FILE"),
        item(
            "08",
            "Any admin endpoint exception is explicit, bounded, and reviewed.",
            "./atom posture exemptions lint FILE",
            AtlasPage::exemptions),
        Proofs.item(
            "S2-09",
            PAGE,
            "High-risk profile changes were escalated.",
            "./atom posture diff OLD NEW --approvals FILE"),
        Proofs.item(
            "S2-10", PAGE, "It is known which routes are unauthenticated.", "./atom auth routes"),
        Proofs.item(
            "S2-11",
            PAGE,
            "Headers and proxy assumptions are known.",
            "./atom test --all (identity headers)"),
        Proofs.item(
            "S2-12",
            PAGE,
            "Security-relevant logs are present before an incident.",
            "./atom audit verify"));
  }

  private static Item item(
      String number, String text, String command, Function<World, Verdict> check) {
    return new Item("S2-" + number, PAGE, text, command, List.of(), check);
  }

  private static Verdict profile(World world) {
    List<String> bad = new ArrayList<>();
    for (var namespace : governed(world)) {
      String profile = namespace.label(PROFILE);
      if (!PROFILES.contains(profile)) {
        bad.add(
            "Namespace "
                + namespace.name()
                + " names "
                + (profile.isEmpty() ? "no profile" : "the unknown profile " + profile)
                + " in its label "
                + PROFILE);
      }
    }
    return governed(world).isEmpty()
        ? Verdict.notJudged("no Namespace object with workloads, so no profile is selected")
        : Verdict.of(bad, "every namespace names a known profile");
  }

  /// The Namespace objects in which something runs.
  static List<Manifest> governed(World world) {
    return world.kind("Namespace").stream()
        .filter(it ->
            world.cluster().workloads().stream()
                .anyMatch(workload -> workload.namespace().equals(it.name())))
        .toList();
  }

  private static Verdict admin(World world) {
    List<String> bad = new ArrayList<>();
    Settings.each(
        world,
        (where, name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          boolean surface =
              upper.contains("ADMIN_ENDPOINT")
                  || upper.contains("DEBUG_ENDPOINT")
                  || upper.endsWith("ENABLE_DEBUG")
                  || upper.endsWith("ENABLE_ADMIN")
                  || upper.endsWith("DEBUG_DATASETS");
          if (surface
              && isOn(value)
              && world.exemptions().stream().noneMatch(it -> isLive(it, world))) {
            bad.add(where + " opens it, and no live exemption covers it");
          }
        });
    return Verdict.of(bad, "no admin or debug surface is open without exemption");
  }

  private static boolean isOn(String value) {
    return List.of("true", "1", "on", "yes", "enabled").contains(value.toLowerCase(Locale.ROOT));
  }

  private static boolean isLive(Node exemption, World world) {
    return problem(exemption, world.today()).isEmpty();
  }

  private static Verdict exemptions(World world) {
    List<String> bad = new ArrayList<>();
    for (Node exemption : world.exemptions()) {
      String why = problem(exemption, world.today());
      if (!why.isEmpty()) {
        bad.add(exemption.place().shown() + ": " + why);
      }
    }
    return world.exemptions().isEmpty()
        ? Verdict.notApplicable("there is no exemption")
        : Verdict.of(bad, world.exemptions().size() + " exemptions, each owned and bounded");
  }

  private static String problem(Node exemption, LocalDate today) {
    if (exemption.at("owner").scalar().isEmpty()) {
      return "the exemption has no owner";
    }
    String end =
        Stream.of("expires", "expiresOn")
            .map(key -> exemption.at(key).scalar())
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse("");
    if (end.isEmpty()) {
      return "the exemption has no end";
    }
    try {
      LocalDate day = LocalDate.parse(end.substring(0, Math.min(10, end.length())));
      return day.isBefore(today) ? "the exemption ended on " + end : "";
    } catch (DateTimeParseException _) {
      return "the end '" + end + "' is no day";
    }
  }

  /// A namespace without any policy is an item of its own.
  private static Verdict isolated(World world) {
    List<String> bad = new ArrayList<>();
    for (Workload workload : world.cluster().workloads()) {
      if (world.kind("NetworkPolicy").stream()
          .noneMatch(it -> it.namespace().equals(workload.namespace()))) {
        continue;
      }
      for (String direction : List.of("Ingress", "Egress")) {
        if (!isIsolated(world, workload, direction)) {
          bad.add(
              World.name(workload)
                  + ": no policy isolates its "
                  + direction.toLowerCase(Locale.ROOT)
                  + ", so everything is allowed there");
        }
      }
    }
    return Verdict.of(bad, "every workload is isolated both ways");
  }

  private static boolean isIsolated(World world, Workload workload, String direction) {
    for (Manifest policy : world.kind("NetworkPolicy")) {
      if (policy.namespace().equals(workload.namespace())
          && lists(policy, direction)
          && selects(policy.root().at("spec", "podSelector"), workload)) {
        return true;
      }
    }
    return false;
  }

  private static boolean lists(Manifest policy, String direction) {
    Node types = policy.root().at("spec", "policyTypes");
    if (!types.isEmpty()) {
      return types.items().stream().anyMatch(it -> it.scalar().equals(direction));
    }
    return direction.equals("Ingress") || !policy.root().at("spec", "egress").isEmpty();
  }

  private static boolean selects(Node selector, Workload workload) {
    Node labels = workload.podMetadata().at("labels");
    Node wanted = selector.at("matchLabels");
    boolean all =
        wanted.keys().stream()
            .allMatch(key -> labels.get(key).scalar().equals(wanted.get(key).scalar()));
    return all && selector.at("matchExpressions").isEmpty();
  }

  private static Verdict ceilings(World world) {
    List<String> bad =
        CeilingCheck.check(world.rbac(), world.ceilings(), world.today()).stream()
            .map(AtlasPage::line)
            .toList();
    return Verdict.of(bad, "no subject holds more than declared, and the review is not overdue");
  }

  static String line(Finding it) {
    return it.rule() + " " + it.subject().shown() + ": " + it.found();
  }

  private static Verdict signals(World world) {
    List<String> bad = new ArrayList<>();
    SIGNALS.forEach((signal, words) -> {
      boolean alert =
          alerts(world)
              .anyMatch(it ->
                  words.stream().anyMatch(word -> text(it).contains(word))
                      && !it.at("annotations", "runbook_url").scalar().isEmpty());
      if (!alert) {
        bad.add("no alert with a runbook speaks of " + signal);
      }
    });
    if (alerts(world).findAny().isEmpty()) {
      return world.proofs().verdict("S2-05", world.now());
    }
    return Verdict.of(bad.stream().sorted().toList(), "each signal has an alert with a runbook");
  }

  private static Stream<Node> alerts(World world) {
    return world.kind("PrometheusRule").stream()
        .flatMap(it -> it.root().at("spec", "groups").items().stream())
        .flatMap(it -> it.at("rules").items().stream())
        .filter(it -> !it.at("alert").isNull());
  }

  private static String text(Node rule) {
    return (rule.at("alert").scalar() + " " + rule.at("expr").scalar()).toLowerCase(Locale.ROOT);
  }
}
