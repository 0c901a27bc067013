// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.NullNode;
import dev.atom.posture.manifest.Place;
import dev.atom.testing.Feature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValuesTest {
  private static final Subject SUBJECT = new Subject("", "Values", "", "values.yaml");
  private static final Place PLACE = new Place("values.yaml", 1, 1);

  private static List<Finding> judge(Profile profile, Node values) {
    return new PostureEvaluation(Contract.shipped(), profile, false)
        .judgeValues(values, SUBJECT).stream().map(j -> j.finding()).toList();
  }

  /// Values that have every toggle the profile requires, and none it forbids.
  private static MapNode keeping(Profile profile) {
    MapNode values = MapNode.empty(PLACE);
    for (Toggle toggle : profile.required()) {
      values = with(values, toggle.key(), satisfying(toggle));
    }
    return with(values, "networkPolicy.egress.allowNamespaces", "[a]");
  }

  private static String satisfying(Toggle toggle) {
    return switch (toggle.test()) {
      case EQUALS -> toggle.value();
      case ABOVE -> String.valueOf(Long.parseLong(toggle.value()) + 1);
      case SET -> "sha256:aa";
    };
  }

  private static MapNode with(MapNode values, String path, String value) {
    return with(values, Arrays.asList(path.split("\\.")), Judging.document("v: " + value).get("v"));
  }

  private static MapNode with(MapNode values, List<String> path, Node value) {
    if (path.size() == 1) {
      return values.with(path.getFirst(), value);
    }
    MapNode child = values.get(path.getFirst()) instanceof MapNode map ? map : MapNode.empty(PLACE);
    return values.with(path.getFirst(), with(child, path.subList(1, path.size()), value));
  }

  @Test
  @Feature("E3")
  void everyToggleOfEveryProfileIsToldWhenItIsViolated() {
    int violated = 0;
    for (Profile profile : Contract.shipped().profiles()) {
      assertThat(judge(profile, keeping(profile))).as(profile.name()).isEmpty();
      for (Toggle toggle : profile.required()) {
        MapNode without =
            with(
                keeping(profile),
                Arrays.asList(toggle.key().split("\\.")),
                new NullNode(PLACE, true));
        assertThat(judge(profile, without))
            .as("%s requires %s", profile.name(), toggle)
            .extracting(Finding::rule, Finding::fieldPath)
            .containsExactly(
                org.assertj.core.api.Assertions.tuple("PROFILE-TOGGLE-REQUIRED", toggle.key()));
        violated++;
      }
      for (Toggle toggle : profile.forbidden()) {
        String value = toggle.test() == Toggle.Test.EQUALS ? toggle.value() : "v1";
        assertThat(judge(profile, with(keeping(profile), toggle.key(), value)))
            .as("%s forbids %s", profile.name(), toggle)
            .anyMatch(f ->
                f.rule().equals("PROFILE-TOGGLE-FORBIDDEN") && f.fieldPath().equals(toggle.key()));
        violated++;
      }
    }
    assertThat(violated).isGreaterThan(60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "egress: {mode: cluster-aware} | networkPolicy.egress.allowNamespaces",
        "egress: {mode: custom, rules: []} | networkPolicy.egress.rules",
        "ingress: {mode: selected} | networkPolicy.ingress.allowNamespaces",
        "egress: {mode: internet-only, allowCidrs: [1,2,3,4,5,6,7,8,9]} | networkPolicy.egress.allowCidrs",
        "egress: {mode: disabled} | networkPolicy.egress.mode",
        "ingress: {mode: disabled} | networkPolicy.ingress.mode",
      })
  void aModeThatMeansNothingIsTold(String mode, String path) {
    Profile dev = Contract.shipped().profile("dev").orElseThrow();

    assertThat(judge(dev, Judging.document("networkPolicy: {" + mode + "}")))
        .extracting(Finding::rule, Finding::fieldPath)
        .containsExactly(org.assertj.core.api.Assertions.tuple("PROFILE-NETWORK-MODE", path));
  }
}
