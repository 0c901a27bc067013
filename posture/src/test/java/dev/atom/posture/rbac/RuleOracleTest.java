// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Matching and covering against the [RuleOracle], on many rules made at random.
final class RuleOracleTest {
  private static final int ROUNDS = 2_000;

  @Test
  void aRulePermitsExactlyWhatItMeans() {
    List<Access> world = RuleOracle.world();
    for (int seed = 0; seed < ROUNDS; seed++) {
      List<Rule> rules = RuleOracle.rules(new SplittableRandom(seed), 2);
      Set<String> meaning = RuleOracle.meaning(rules);

      for (Access access : world) {
        assertThat(rules.stream().anyMatch(rule -> rule.permits(access)))
            .as("seed %s, %s, %s", seed, rules, access)
            .isEqualTo(meaning.contains(access.toString()));
      }
    }
  }

  @Test
  void rulesCoverOthersExactlyWhenTheyMeanAllThatTheyMean() {
    int covered = 0;
    for (int seed = 0; seed < 20 * ROUNDS; seed++) {
      var random = new SplittableRandom(seed);
      List<Rule> owned = RuleOracle.rules(random, 4);
      List<Rule> wanted = RuleOracle.rules(random, 1);
      boolean expected = RuleOracle.meaning(owned).containsAll(RuleOracle.meaning(wanted));

      List<Atom> missing = Cover.missing(owned, wanted);

      assertThat(missing.isEmpty())
          .as("seed %s: %s by %s, missing %s", seed, wanted, owned, missing)
          .isEqualTo(expected);
      covered += expected && !wanted.isEmpty() ? 1 : 0;
    }
    assertThat(covered).isGreaterThan(ROUNDS);
  }
}
