// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A file of ceilings: who may hold what at the most, who answers for it, when it was last looked
/// at, and how often it must be.
///
/// @param reviewed the day of the last review; empty when nobody ever looked
/// @param reviewDays after so many days the review is overdue
public record Ceilings(
    String owner, Optional<LocalDate> reviewed, int reviewDays, List<Ceiling> entries) {
  private static final String SEEDS = "seed-ceilings.yaml";
  private static final int QUARTER = 90;

  public Ceilings {
    entries = List.copyOf(entries);
  }

  /// What a file of ceilings came to.
  public sealed interface Parsed {
    /// It can be used.
    record Usable(Ceilings ceilings) implements Parsed {}

    /// It cannot; each problem names its place.
    record Broken(List<String> problems) implements Parsed {}
  }

  /// The roles of the security pages this product began with.
  public static Ceilings seeds() {
    try (InputStream in =
        Objects.requireNonNull(Ceilings.class.getResourceAsStream(SEEDS), SEEDS)) {
      return switch (parse(SEEDS, in.readAllBytes())) {
        case Parsed.Usable(var ceilings) -> ceilings;
        case Parsed.Broken(var problems) -> throw new IllegalStateException(problems.toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file: `kind: Ceilings`, `apiVersion: atom.dev/v1`.
  public static Parsed parse(String file, byte[] bytes) {
    var set = ManifestReader.usual().read(file, bytes);
    List<String> problems = new ArrayList<>();
    set.unreadable().forEach(it -> problems.add(it.place().shown() + ": " + it.why()));
    List<Ceiling> entries = new ArrayList<>();
    String owner = "";
    Optional<LocalDate> reviewed = Optional.empty();
    int days = QUARTER;
    for (var manifest : set.manifests()) {
      if (!manifest.is("atom.dev", "Ceilings")) {
        problems.add(manifest.place().shown() + ": kind " + manifest.kind() + " is no Ceilings");
        continue;
      }
      Node spec = manifest.root().at("spec");
      owner = spec.at("owner").scalar();
      days = (int) spec.at("reviewDays").integer().orElse(QUARTER);
      reviewed = day(spec.at("reviewed"), problems);
      for (Node node : spec.at("ceilings").items()) {
        if (node.at("subject").scalar().isEmpty() == node.at("role").scalar().isEmpty()) {
          problems.add(node.place().shown() + ": needs a subject or a role, and not both");
        } else {
          entries.add(Ceiling.of(node));
        }
      }
    }
    if (problems.isEmpty() && entries.isEmpty()) {
      problems.add(file + ": holds no ceiling");
    }
    return problems.isEmpty()
        ? new Parsed.Usable(new Ceilings(owner, reviewed, days, entries))
        : new Parsed.Broken(problems);
  }

  private static Optional<LocalDate> day(Node node, List<String> problems) {
    if (node.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(node.scalar()));
    } catch (DateTimeParseException _) {
      problems.add(node.place().shown() + ": '" + node.scalar() + "' is no day; write 2026-01-31");
      return Optional.empty();
    }
  }

  /// What is due about the review itself.
  Optional<String> overdue(LocalDate today) {
    if (reviewed.isEmpty()) {
      return Optional.of("never reviewed");
    }
    LocalDate due = reviewed.orElseThrow().plusDays(reviewDays);
    return today.isAfter(due)
        ? Optional.of("reviewed " + reviewed.orElseThrow() + ", the next was due " + due)
        : Optional.empty();
  }
}
