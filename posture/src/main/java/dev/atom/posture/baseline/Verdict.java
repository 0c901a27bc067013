// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import java.util.ArrayList;
import java.util.List;

/// What an item came to, and by what evidence.
///
/// @param evidence what was seen, sorted as it was looked at; never a secret's value
public record Verdict(State state, List<String> evidence) {
  private static final int TOLD_MAX = 20;

  public Verdict {
    evidence = List.copyOf(evidence);
  }

  /// Where an item stands.
  public enum State {
    PASS("pass"),
    FAIL("fail"),
    NOT_APPLICABLE("not applicable"),
    /// Nobody has run it, or the objects do not show it: no deployment on this.
    NOT_JUDGED("not judged");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /// The word people read.
    public String word() {
      return word;
    }
  }

  static Verdict pass(String evidence) {
    return new Verdict(State.PASS, List.of(evidence));
  }

  static Verdict notJudged(String why) {
    return new Verdict(State.NOT_JUDGED, List.of(why));
  }

  static Verdict notApplicable(String why) {
    return new Verdict(State.NOT_APPLICABLE, List.of(why));
  }

  /// Fails with these, or passes with `good` when there are none.
  static Verdict of(List<String> bad, String good) {
    if (bad.isEmpty()) {
      return pass(good);
    }
    List<String> told = new ArrayList<>(bad.subList(0, Math.min(TOLD_MAX, bad.size())));
    if (bad.size() > TOLD_MAX) {
      told.add("and " + (bad.size() - TOLD_MAX) + " more");
    }
    return new Verdict(State.FAIL, told);
  }
}
