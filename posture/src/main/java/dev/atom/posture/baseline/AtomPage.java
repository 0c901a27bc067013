// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.diff.SecretUse;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Manifest;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.network.Connection;
import dev.atom.posture.triage.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The fourteen items of the platform's own security baseline.
final class AtomPage {
  private static final String PAGE = "S1 Atom security baseline";
  private static final String SYSTEM = "atom-system";
  private static final String LLM = "atom-llm";
  private static final String JWT = "atom-jwt-keys";
  private static final String NONROOT = "65532";

  private AtomPage() {}

  static List<Item> items() {
    return List.of(
        item(
            "01",
            "All secrets stored in Kubernetes Secrets, not ConfigMaps.",
            "./atom posture baseline PATH; kubectl get secrets -n atom-system",
            AtomPage::stored),
        item(
            "02",
            "Secrets injected by reference; no secret values in Deployments.",
            "./atom posture check PATH",
            AtomPage::injected),
        item(
            "03",
            "GATE runs as non-root user in a distroless container.",
            "kubectl exec deployment/gate -n atom-system -- id",
            AtomPage::gate),
        item(
            "04",
            "All pods have runAsNonRoot: true.",
            "./atom posture pss --level restricted PATH",
            AtomPage::nonRoot),
        item(
            "05",
            "Read-only root filesystems for production services.",
            "./atom posture check PATH",
            AtomPage::readOnly),
        item(
            "06",
            "NetworkPolicies validated: only GATE can reach atom-llm.",
            "./atom posture connectivity PATH",
            AtomPage::onlyGateReachesLlm),
        item(
            "07",
            "Agent pods have NetworkPolicies restricting ingress to GATE only.",
            "./atom posture connectivity PATH",
            AtomPage::onlyGateReachesAgents),
        item(
            "08",
            "JWT private key stored in Kubernetes Secret; GATE uses public key only.",
            "./atom posture baseline PATH",
            AtomPage::publicKeyOnly),
        item(
            "09",
            "HMAC secret rotated after first deployment.",
            "./atom audit rotate; ./atom posture baseline --rotations FILE PATH",
            AtomPage::hmac),
        item(
            "10",
            "Postgres connections use TLS in production.",
            "./atom doctor",
            AtomPage::postgres),
        Proofs.item(
            "S1-11",
            PAGE,
            "MinIO bucket ACLs: no public access.",
            "mc anonymous get minio/atom-audit"),
        item(
            "12",
            "Kafka topics: authentication enabled (Redpanda SASL).",
            "./atom posture baseline PATH",
            AtomPage::kafka),
        Proofs.item(
            "S1-13",
            PAGE,
            "Agent token revocation propagates to GATE within 1 second.",
            "./atom test --all (RevocationIT)"),
        Proofs.item(
            "S1-14", PAGE, "GATE enforces per-agent rate limits.", "./atom test --all (LimitsIT)"));
  }

  private static Item item(
      String number,
      String text,
      String command,
      java.util.function.Function<World, Verdict> check) {
    return new Item("S1-" + number, PAGE, text, command, List.of(), check);
  }

  private static Verdict stored(World world) {
    List<String> bad = new ArrayList<>();
    for (Manifest map : world.kind("ConfigMap")) {
      for (String part : List.of("data", "binaryData")) {
        Node data = map.root().at(part);
        for (String key : data.keys()) {
          Redaction.leaks(key + ": " + data.get(key).scalar()).stream()
              .map(leak -> leak.shape())
              .distinct()
              .forEach(shape ->
                  bad.add(
                      "ConfigMap "
                          + map.namespace()
                          + "/"
                          + map.name()
                          + " key "
                          + key
                          + " holds a "
                          + shape));
        }
      }
    }
    boolean system = world.cluster().namespaces().containsKey(SYSTEM);
    for (String name : List.of("atom-credentials", JWT)) {
      boolean known =
          sources(world).anyMatch(it -> it.name().equals(name) && it.namespace().equals(SYSTEM));
      if (system && !known) {
        bad.add("no Secret " + SYSTEM + "/" + name + ", and nothing that makes it");
      }
    }
    return Verdict.of(bad, "no ConfigMap holds a secret; the required Secrets are there");
  }

  /// What holds or makes secrets: a Secret, or what an operator turns into one.
  static Stream<Manifest> sources(World world) {
    return world.cluster().manifests().stream()
        .filter(it ->
            List.of("Secret", "ExternalSecret", "SealedSecret", "VaultStaticSecret")
                .contains(it.kind()));
  }

  private static Verdict injected(World world) {
    List<String> bad = new ArrayList<>();
    for (Workload workload : world.cluster().workloads()) {
      for (Container container : workload.containers()) {
        literals(workload, container, bad);
      }
      Node annotations = workload.podMetadata().at("annotations");
      for (String key : annotations.keys()) {
        if (!Redaction.isClean(key + ": " + annotations.get(key).scalar())) {
          bad.add(World.name(workload) + " annotation " + key + " holds a secret");
        }
      }
    }
    return world.cluster().workloads().isEmpty()
        ? Verdict.notJudged("there are no workloads among the objects")
        : Verdict.of(bad, "no value of a secret in variables, arguments or annotations");
  }

  private static void literals(Workload workload, Container container, List<String> bad) {
    String where = World.name(workload) + " container " + container.name();
    for (Node variable : container.node().at("env").items()) {
      String name = variable.at("name").scalar();
      String value = variable.at("value").scalar();
      if (!value.isEmpty() && !isPointer(name) && !Redaction.isClean(name + ": " + value)) {
        bad.add(where + " variable " + name + " holds a secret");
      }
    }
    for (String part : List.of("command", "args")) {
      for (Node word : container.node().at(part).items()) {
        if (!Redaction.isClean(word.scalar())) {
          bad.add(where + " " + part + " hold a secret");
        }
      }
    }
  }

  /// A variable that says where a secret is, not what it is.
  private static boolean isPointer(String name) {
    return Stream.of("_FILE", "_PATH", "_DIR", "_NAME", "_URL_FILE", "_TTL", "_SECONDS")
        .anyMatch(name::endsWith);
  }

  private static Verdict gate(World world) {
    if (world.gate().isEmpty()) {
      return Verdict.notJudged("no workload with the label app=gate");
    }
    List<String> bad = new ArrayList<>();
    for (Workload gate : world.gate()) {
      String base =
          gate.podMetadata().at("annotations", "org.opencontainers.image.base.name").scalar();
      if (!base.contains("distroless") && !base.contains("scratch")) {
        bad.add(
            World.name(gate)
                + ": no annotation org.opencontainers.image.base.name names a"
                + " distroless base");
      }
      for (Container container : gate.containers()) {
        String uid = Pods.inherited(gate, container, "runAsUser").scalar();
        if (!uid.equals(NONROOT) || !Pods.isNonRoot(gate, container)) {
          bad.add(
              World.name(gate)
                  + " container "
                  + container.name()
                  + ": runs as uid "
                  + (uid.isEmpty() ? "the image says" : uid)
                  + ", not as non-root "
                  + NONROOT);
        }
      }
    }
    return Verdict.of(bad, "uid " + NONROOT + ", non-root, distroless");
  }

  private static Verdict nonRoot(World world) {
    return Verdict.of(
        Pods.without(world.others(), "runAsNonRoot is not true", Pods::isNonRoot),
        world.others().size() + " workloads run as non-root");
  }

  private static Verdict readOnly(World world) {
    return Verdict.of(
        Pods.without(
            world.cluster().workloads(),
            "readOnlyRootFilesystem is not true",
            (_, container) -> Pods.isReadOnly(container)),
        "every container");
  }

  private static Verdict onlyGateReachesLlm(World world) {
    return onlyGate(world, world.called(LLM), "no workload with the label app=" + LLM);
  }

  private static Verdict onlyGateReachesAgents(World world) {
    return world.agents().isEmpty()
        ? Verdict.notApplicable("no workload in the namespace atom-agents")
        : onlyGate(world, world.agents(), "");
  }

  private static Verdict onlyGate(World world, List<Workload> targets, String absent) {
    if (targets.isEmpty()) {
      return Verdict.notJudged(absent);
    }
    List<String> bad = new ArrayList<>();
    Predicate<Connection> fromGate =
        it -> world.gate().stream().anyMatch(gate -> it.source().equals(pair(gate)));
    for (Workload target : targets) {
      if (target.podSpec().at("hostNetwork").isTrue()) {
        bad.add(World.name(target) + " uses its node's network: policies have no say");
      }
      world.connections().get().stream()
          .filter(it -> it.target().equals(pair(target)))
          .filter(fromGate.negate())
          .forEach(it -> bad.add(it.toString()));
    }
    return Verdict.of(bad, "nothing but GATE may connect");
  }

  private static String pair(Workload workload) {
    return workload.namespace() + "/" + workload.name() + "[" + workload.kind() + "]";
  }

  private static Verdict publicKeyOnly(World world) {
    if (world.gate().isEmpty()) {
      return Verdict.notJudged("no workload with the label app=gate");
    }
    List<String> bad = new ArrayList<>();
    for (Workload gate : world.gate()) {
      for (Node volume : gate.podSpec().at("volumes").items()) {
        boolean jwt = volume.at("secret", "secretName").scalar().equals(JWT);
        List<Node> items = volume.at("secret", "items").items();
        boolean only =
            !items.isEmpty()
                && items.stream().allMatch(it -> it.at("key").scalar().contains("public"));
        if (jwt && !only) {
          bad.add(World.name(gate) + " mounts all keys of " + JWT + ", the private one too");
        }
      }
      SecretUse.of(gate).stream()
          .filter(it -> it.startsWith("secret " + JWT) && it.contains("variable"))
          .forEach(it -> bad.add(World.name(gate) + " gets " + it));
    }
    return Verdict.of(bad, "GATE mounts the public key and no private one");
  }

  private static Verdict hmac(World world) {
    return world
        .rotations()
        .entry("PLATFORM_HMAC_SECRET")
        .map(it ->
            Verdict.of(
                it.due(world.today()).stream().toList(),
                "rotated on " + it.rotated().orElse(world.today())))
        .orElseGet(() -> Verdict.notJudged("PLATFORM_HMAC_SECRET is not in the rotation register"));
  }

  private static Verdict postgres(World world) {
    List<String> modes = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    Settings.each(
        world,
        (where, name, value) -> {
          int at = value.indexOf("sslmode=");
          String mode =
              name.equals("PGSSLMODE")
                  ? value
                  : at < 0 ? "" : value.substring(at + "sslmode=".length()).split("[&\\s\"']")[0];
          if (!mode.isEmpty()) {
            modes.add(where);
            if (!List.of("require", "verify-ca", "verify-full").contains(mode)) {
              bad.add(where + ": sslmode " + mode);
            }
          }
        });
    return modes.isEmpty()
        ? world.proofs().verdict("S1-10", world.now())
        : Verdict.of(bad, modes.size() + " connections demand TLS");
  }

  private static Verdict kafka(World world) {
    List<String> bad = new ArrayList<>();
    int users = 0;
    for (Workload workload : world.cluster().workloads()) {
      for (Container container : workload.containers()) {
        var names = Settings.names(container);
        if (names.containsKey("KAFKA_BROKERS")) {
          users++;
          String mechanism = names.getOrDefault("KAFKA_SASL_MECHANISM", "");
          boolean user =
              names.containsKey("KAFKA_SASL_USERNAME")
                  || names.containsKey("KAFKA_SASL_USERNAME_FILE");
          if (!mechanism.startsWith("SCRAM-SHA-") || !user) {
            bad.add(
                World.name(workload)
                    + " container "
                    + container.name()
                    + " speaks to brokers without SASL/SCRAM");
          }
        }
      }
    }
    return users == 0
        ? world.proofs().verdict("S1-12", world.now())
        : Verdict.of(bad, users + " clients use SASL/SCRAM");
  }
}
