// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The checks that rules name: what no comparison of one field can say.
final class Checks {
  private static final Map<String, Consumer<Scene>> ALL =
      Map.ofEntries(
          Map.entry("image-digest", ImageChecks::digest),
          Map.entry("image-latest", ImageChecks::latest),
          Map.entry("image-registry", ImageChecks::registry),
          Map.entry("resources", WorkloadChecks::resources),
          Map.entry("debug", WorkloadChecks::debug),
          Map.entry("autoscaled", WorkloadChecks::autoscaled),
          Map.entry("disruption-budget", WorkloadChecks::disruptionBudget),
          Map.entry("account-own", AccountChecks::own),
          Map.entry("account-token", AccountChecks::token),
          Map.entry("account-token-secret", AccountChecks::tokenSecret),
          Map.entry("account-foreign", AccountChecks::foreign),
          Map.entry("secret-env", SecretChecks::env),
          Map.entry("secret-args", SecretChecks::arguments),
          Map.entry("secret-annotation", SecretChecks::annotations),
          Map.entry("secret-config", SecretChecks::configMaps),
          Map.entry("secret-reference", SecretObjectChecks::references),
          Map.entry("secret-weak", SecretObjectChecks::weak),
          Map.entry("secret-required", SecretObjectChecks::required),
          Map.entry("secret-committed", SecretObjectChecks::committed),
          Map.entry("database-tls", SecretObjectChecks::databaseTls),
          Map.entry("namespace-level", NetworkChecks::namespaceLevel),
          Map.entry("network-governed", NetworkChecks::governed),
          Map.entry("network-egress", NetworkChecks::egress),
          Map.entry("network-ingress", NetworkChecks::ingress),
          Map.entry("egress-dns", EgressChecks::dns),
          Map.entry("egress-dependency", EgressChecks::dependency),
          Map.entry("egress-world", EgressChecks::world),
          Map.entry("egress-private", EgressChecks::privateRanges),
          Map.entry("egress-address", EgressChecks::address),
          Map.entry("egress-broad", EgressChecks::broad),
          Map.entry("egress-budget", EgressChecks::budget));

  /// The names of the checks.
  static final Set<String> NAMES = ALL.keySet();

  private Checks() {}

  /// Lets the check of this name look at `scene`.
  static void judge(String name, Scene scene) {
    Consumer<Scene> check = ALL.get(name);
    if (check == null) {
      throw new IllegalArgumentException("there is no check " + name);
    }
    check.accept(scene);
  }
}
