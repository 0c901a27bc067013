// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Results of what was run elsewhere: a probe, a test, a review. Each counts for a while.
///
/// @param byItem the latest of each item
/// @param problems what keeps an entry from counting
public record Proofs(Map<String, Proof> byItem, List<String> problems) {
  private static final int DAYS = 90;

  public Proofs {
    byItem = Map.copyOf(byItem);
    problems = List.copyOf(problems);
  }

  /// One result.
  ///
  /// @param result `pass`, `fail` or `not-applicable`
  /// @param by who ran it
  /// @param command what was run
  /// @param says what it said, or where that is kept
  /// @param until when it stops counting
  public record Proof(
      String item,
      String result,
      Instant at,
      Instant until,
      String by,
      String command,
      String says) {
    Verdict verdict(Instant now) {
      String what = says + " (" + command + ", by " + by + ", " + at + ")";
      if (now.isBefore(at)) {
        return Verdict.notJudged("the proof is from the future: " + what);
      }
      if (!now.isBefore(until)) {
        return Verdict.notJudged("the proof counted until " + until + ": " + what);
      }
      return switch (result) {
        case "pass" -> Verdict.pass(what);
        case "fail" -> Verdict.of(List.of(what), "");
        default -> Verdict.notApplicable(what);
      };
    }
  }

  /// None.
  public static Proofs none() {
    return new Proofs(Map.of(), List.of());
  }

  /// An item that only a proof can show.
  static Item item(String id, String page, String text, String command) {
    return new Item(
        id, page, text, command, List.of(), world -> world.proofs().verdict(id, world.now()));
  }

  /// What a proof says about an item now.
  Verdict verdict(String item, Instant now) {
    Proof proof = byItem.get(item);
    return proof == null
        ? Verdict.notJudged("nobody has run it: add the result to the evidence file")
        : proof.verdict(now);
  }

  /// These, and of `others` what is not among them.
  public Proofs with(Proofs others) {
    Map<String, Proof> all = new HashMap<>(others.byItem);
    all.putAll(byItem);
    List<String> wrong = new ArrayList<>(problems);
    wrong.addAll(others.problems);
    return new Proofs(all, wrong);
  }

  /// Reads a file: `kind: BaselineEvidence`, `apiVersion: atom.dev/v1`.
  public static Proofs parse(String file, byte[] bytes) {
    Map<String, Proof> byItem = new HashMap<>();
    List<String> problems = new ArrayList<>();
    var set = ManifestReader.usual().read(file, bytes);
    set.unreadable().forEach(it -> problems.add(it.place().shown() + ": " + it.why()));
    for (var manifest : set.manifests()) {
      if (!manifest.is("atom.dev", "BaselineEvidence")) {
        problems.add(
            manifest.place().shown() + ": kind " + manifest.kind() + " is no BaselineEvidence");
        continue;
      }
      for (Node node : manifest.root().at("spec", "evidence").items()) {
        take(node, byItem, problems);
      }
    }
    return new Proofs(byItem, problems);
  }

  private static void take(Node node, Map<String, Proof> byItem, List<String> problems) {
    String where = node.place().shown() + ": ";
    for (String field : List.of("item", "result", "at", "by", "command")) {
      if (node.at(field).scalar().isEmpty()) {
        problems.add(where + "the evidence says no " + field);
        return;
      }
    }
    String result = node.at("result").scalar();
    if (!List.of("pass", "fail", "not-applicable").contains(result)) {
      problems.add(where + "result '" + result + "' is none of pass, fail, not-applicable");
      return;
    }
    try {
      Instant at = Instant.parse(node.at("at").scalar());
      long days = node.at("validDays").integer().orElse(DAYS);
      var proof =
          new Proof(
              node.at("item").scalar(),
              result,
              at,
              at.plus(Duration.ofDays(days)),
              node.at("by").scalar(),
              node.at("command").scalar(),
              node.at("says").scalar());
      byItem.merge(proof.item(), proof, (one, two) -> one.at().isAfter(two.at()) ? one : two);
    } catch (DateTimeParseException _) {
      problems.add(
          where + "'" + node.at("at").scalar() + "' is no time; write 2026-01-31T12:00:00Z");
    }
  }
}
