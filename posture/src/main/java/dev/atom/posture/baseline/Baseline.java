// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.baseline.Verdict.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs the checklists: every item gets a verdict. A failing item, and one that nobody has run,
/// refuses a production deployment.
public final class Baseline {
  private Baseline() {}

  /// One item and what it came to.
  ///
  /// @param because items whose failure makes this one fail; empty when it fails by itself
  public record Judged(Item item, Verdict verdict, List<String> because) {
    public Judged {
      because = List.copyOf(because);
    }

    /// Whether the failure is its own.
    public boolean failsItself() {
      return verdict.state() == State.FAIL && because.isEmpty();
    }
  }

  /// All items of all pages, in order.
  public static List<Item> items() {
    return Stream.of(AtomPage.items(), AtlasPage.items(), AgentPage.items(), AiopsPage.items())
        .flatMap(List::stream)
        .toList();
  }

  /// Judges every item.
  public static List<Judged> judge(World world) {
    Map<String, Verdict> own = new HashMap<>();
    for (Item item : items()) {
      own.put(item.id(), item.check().apply(world));
    }
    return items().stream().map(item -> judged(item, own)).toList();
  }

  private static Judged judged(Item item, Map<String, Verdict> all) {
    Verdict own = verdict(item.id(), all);
    List<String> because = new ArrayList<>();
    if (own.state() == State.PASS) {
      item.partOf().stream()
          .filter(id -> verdict(id, all).state() == State.FAIL)
          .forEach(because::add);
    }
    return because.isEmpty()
        ? new Judged(item, own, because)
        : new Judged(
            item,
            new Verdict(State.FAIL, List.of("fails with " + String.join(", ", because))),
            because);
  }

  private static Verdict verdict(String id, Map<String, Verdict> all) {
    Verdict verdict = all.get(id);
    if (verdict == null) {
      throw new IllegalStateException("there is no item " + id);
    }
    return verdict;
  }

  /// Whether a production deployment may go on.
  public static boolean holds(List<Judged> judged) {
    return judged.stream()
        .allMatch(it ->
            it.verdict().state() == State.PASS || it.verdict().state() == State.NOT_APPLICABLE);
  }
}
