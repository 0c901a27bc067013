// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.threat;

import dev.atom.posture.manifest.Cluster;
import dev.atom.posture.manifest.Container;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Workload;
import dev.atom.posture.threat.ThreatRegister.Asset;
import dev.atom.posture.threat.ThreatRegister.Control;
import dev.atom.posture.threat.ThreatRegister.Surface;
import dev.atom.posture.threat.ThreatRegister.Threat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What is missing in a register: a threat without mitigation, a control without evidence, an
/// asset, actor or surface nobody speaks of, a listener that no surface knows.
public final class ThreatCheck {
  private static final Set<String> ASSETS =
      Set.of(
          "kubernetes-api-access",
          "metrics-data",
          "runbook-content",
          "system-prompt",
          "conversation-history",
          "audit-log",
          "provider-api-key",
          "identity-admin-credentials");
  private static final Set<String> ACTORS =
      Set.of("external-attacker", "malicious-insider", "compromised-ci", "injection-by-data");
  private static final Set<String> SURFACES =
      Set.of(
          "api-gateway",
          "web-ui",
          "chat-webhook",
          "assistant-api",
          "data-stores",
          "kubernetes-api",
          "provider-api");
  private static final Set<String> GRADES = Set.of("critical", "high", "medium", "low");
  private static final Set<String> STRIDE =
      Set.of(
          "spoofing",
          "tampering",
          "repudiation",
          "information-disclosure",
          "denial-of-service",
          "elevation-of-privilege");

  private final ThreatRegister register;
  private final List<String> missing = new ArrayList<>();

  private ThreatCheck(ThreatRegister register) {
    this.register = register;
  }

  /// What is missing, in the order of the register; empty is complete.
  public static List<String> of(ThreatRegister register, Cluster cluster) {
    var check = new ThreatCheck(register);
    check.missing.addAll(register.unreadable());
    check.sets();
    register.threats().forEach(check::threat);
    register.controls().forEach(check::control);
    check.listeners(cluster);
    return List.copyOf(check.missing);
  }

  private void sets() {
    absent("asset", ASSETS, register.assets().stream().map(Asset::id).toList());
    absent("actor", ACTORS, register.actors());
    absent("surface", SURFACES, register.surfaces().stream().map(Surface::id).toList());
    for (Asset asset : register.assets()) {
      if (!GRADES.contains(asset.classification())) {
        missing.add(asset.place().shown() + ": the asset " + asset.id() + " is not classified");
      }
    }
    spoken(
        "asset",
        register.assets().stream().map(Asset::id).toList(),
        register.threats().stream().flatMap(it -> it.against().stream()).toList());
    spoken(
        "actor",
        register.actors(),
        register.threats().stream().flatMap(it -> it.by().stream()).toList());
    spoken(
        "surface",
        register.surfaces().stream().map(Surface::id).toList(),
        register.threats().stream().flatMap(it -> it.at().stream()).toList());
  }

  private void absent(String what, Set<String> demanded, Collection<String> there) {
    for (String id : new TreeSet<>(demanded)) {
      if (!there.contains(id)) {
        missing.add("the " + what + " " + id + " is not in the register");
      }
    }
  }

  private void spoken(String what, List<String> there, List<String> named) {
    Set<String> words = new HashSet<>(named);
    there.stream()
        .filter(it -> !words.contains(it))
        .forEach(it -> missing.add("no threat speaks of the " + what + " " + it));
  }

  private void threat(Threat it) {
    String where = it.place().shown() + ": the threat " + it.id();
    if (!GRADES.contains(it.rating().severity()) || !GRADES.contains(it.rating().likelihood())) {
      missing.add(where + " has no severity and likelihood of critical, high, medium, low");
    }
    if (!STRIDE.contains(it.category())) {
      missing.add(where + " has no category of STRIDE");
    }
    if (it.residual().isEmpty()) {
      missing.add(where + " does not say what remains");
    }
    if (it.mitigations().isEmpty()) {
      missing.add(where + " has no mitigation");
    }
    Set<String> controls = new HashSet<>();
    register.controls().forEach(control -> controls.add(control.id()));
    it.mitigations().stream()
        .filter(id -> !controls.contains(id))
        .forEach(id -> missing.add(where + " is mitigated by " + id + ", which is no control"));
  }

  private void control(Control it) {
    if (it.evidence().isEmpty()) {
      missing.add(it.place().shown() + ": the control " + it.id() + " has no evidence");
    }
  }

  private void listeners(Cluster cluster) {
    Set<String> open = new TreeSet<>();
    for (Workload workload : cluster.workloads()) {
      for (Container container : workload.containers()) {
        for (Node port : container.node().at("ports").items()) {
          open.add(
              workload.namespace()
                  + "/"
                  + workload.name()
                  + ":"
                  + port.at("containerPort").scalar());
        }
      }
    }
    for (String listener : open) {
      boolean known =
          register.surfaces().stream()
              .flatMap(it -> it.listeners().stream())
              .anyMatch(pattern -> like(pattern, listener));
      if (!known) {
        missing.add("the listener " + listener + " is at no surface of the register");
      }
    }
  }

  /// Compares with a pattern in which a star stands for any run of characters.
  private static boolean like(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    if (!text.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int i = star; i <= text.length(); i++) {
      if (like(rest, text.substring(i))) {
        return true;
      }
    }
    return false;
  }
}
