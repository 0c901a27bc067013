// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.assertion;

import java.util.ArrayList;
import java.util.List;

/// A judgement as lines for a person.
public final class JudgementText {
  private JudgementText() {}

  /// The lines.
  ///
  /// @param premises whether what a proof takes for granted is told as well
  public static List<String> lines(Judgement judgement, boolean premises) {
    var out = new ArrayList<String>();
    var claim = judgement.claim();
    out.add(judgement.answer().word() + "  " + claim.id() + ": " + claim.sentence());
    switch (judgement.answer()) {
      case Answer.Proved(var given) -> {
        if (premises) {
          given.forEach(each -> out.add("    given: " + each));
        }
      }
      case Answer.Refuted(var paths, int more) -> {
        for (Path path : paths) {
          out.add("    " + path.obligation().number() + " not so: " + path.obligation().title());
          out.add("      " + path.shown());
        }
        if (more > 0) {
          out.add("    and " + more + " more ways of these kinds");
        }
      }
      case Answer.Undecidable(var doubts) ->
          doubts.forEach(
              each -> out.add("    " + each.obligation().number() + " not known: " + each.why()));
    }
    return out;
  }
}
