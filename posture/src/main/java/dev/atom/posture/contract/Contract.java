// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Unreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Profiles, rules, and what pods are known to need.
///
/// @param profiles the profiles, in the order they are offered
/// @param rules the rules, in the order they are told
/// @param dependencies what pods need
/// @param secrets the Secrets that must be there
public record Contract(
    List<Profile> profiles,
    List<Rule> rules,
    List<Dependency> dependencies,
    List<RequiredSecret> secrets) {
  public Contract {
    profiles = List.copyOf(profiles);
    rules = List.copyOf(rules);
    dependencies = List.copyOf(dependencies);
    secrets = List.copyOf(secrets);
  }

  /// The contract that is shipped.
  public static Contract shipped() {
    try (var in = Contract.class.getResourceAsStream("contract.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the resource contract.yaml is missing");
      }
      List<Unreadable> unreadable = new ArrayList<>();
      List<Node> documents =
          ManifestReader.usual().documents("contract.yaml", in.readAllBytes(), unreadable);
      Contract contract = ContractReader.read(documents, unreadable);
      if (!unreadable.isEmpty()) {
        throw new IllegalStateException("the shipped contract: " + unreadable);
      }
      return contract;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The profile of this name.
  public Optional<Profile> profile(String name) {
    return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  /// This contract with what `more` adds; profiles and rules of the same name are replaced.
  public Contract with(Contract more) {
    List<Profile> allProfiles = new ArrayList<>(profiles);
    allProfiles.removeIf(p -> more.profile(p.name()).isPresent());
    allProfiles.addAll(more.profiles);
    List<Rule> allRules = new ArrayList<>(rules);
    allRules.removeIf(r -> more.rules.stream().anyMatch(m -> m.id().equals(r.id())));
    allRules.addAll(more.rules);
    List<Dependency> allDependencies = new ArrayList<>(dependencies);
    allDependencies.addAll(more.dependencies);
    List<RequiredSecret> allSecrets = new ArrayList<>(secrets);
    allSecrets.removeIf(s -> more.secrets.stream().anyMatch(m -> m.name().equals(s.name())));
    allSecrets.addAll(more.secrets);
    return new Contract(allProfiles, allRules, allDependencies, allSecrets);
  }
}
