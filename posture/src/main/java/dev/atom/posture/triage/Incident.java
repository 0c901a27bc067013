// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.triage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The record of an incident: what happened, how it stands, what was done when. It goes forward
/// only, and is not resolved while an exemption it is linked with lives.
///
/// @param exemptions ids of exemptions that played a part
/// @param timeline what was done, oldest first
public record Incident(
    String id,
    Severity severity,
    Status status,
    String summary,
    String runbook,
    List<String> exemptions,
    List<Event> timeline) {
  private static final int ID_LEAST = 3;
  private static final int SUMMARY_LEAST = 8;

  public Incident {
    exemptions = List.copyOf(exemptions);
    timeline = List.copyOf(timeline);
  }

  /// How bad it is.
  public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /// The word of the record.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How it stands; the order is the way it goes.
  public enum Status {
    OPEN,
    CONTAINED,
    MITIGATED,
    RESOLVED;

    /// The word of the record.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One entry of the time line.
  public record Event(Instant at, String who, String what) {}

  /// What a wish to change the record came to.
  public sealed interface Change {
    /// The record as it is now.
    record Done(Incident incident) implements Change {}

    /// Why it stays as it was.
    record Refused(String why) implements Change {}
  }

  /// Opens one.
  public static Change open(
      String id, Severity severity, String summary, String runbook, Event first) {
    if (id.length() < ID_LEAST) {
      return new Change.Refused("the id '" + id + "' is shorter than " + ID_LEAST);
    }
    if (summary.strip().length() < SUMMARY_LEAST) {
      return new Change.Refused("the summary is shorter than " + SUMMARY_LEAST + " characters");
    }
    if (runbook.isBlank()) {
      return new Change.Refused("name the runbook that is followed");
    }
    return new Change.Done(
        new Incident(id, severity, Status.OPEN, summary, runbook, List.of(), List.of(first)));
  }

  /// Notes what was done.
  public Change note(Event event) {
    return early(event)
        .<Change>map(Change.Refused::new)
        .orElseGet(() -> new Change.Done(with(status, exemptions, event)));
  }

  /// Links an exemption that played a part.
  public Change link(String exemption, Event event) {
    Optional<String> early = early(event);
    if (early.isPresent()) {
      return new Change.Refused(early.get());
    }
    List<String> linked = new ArrayList<>(exemptions);
    if (!linked.contains(exemption)) {
      linked.add(exemption);
    }
    return new Change.Done(with(status, linked, event));
  }

  /// Moves it on.
  ///
  /// @param lives whether an exemption lives at the time of the event
  public Change move(Status next, Event event, Predicate<String> lives) {
    Optional<String> early = early(event);
    if (early.isPresent()) {
      return new Change.Refused(early.get());
    }
    if (next.compareTo(status) <= 0) {
      return new Change.Refused(
          "it is " + status.word() + " already: " + next.word() + " lies behind; open another");
    }
    List<String> alive = exemptions.stream().filter(lives).toList();
    if (next == Status.RESOLVED && !alive.isEmpty()) {
      return new Change.Refused(
          "linked exemptions still live: "
              + String.join(", ", alive)
              + "; remove or expire them first");
    }
    return new Change.Done(with(next, exemptions, event));
  }

  private Optional<String> early(Event event) {
    return !timeline.isEmpty() && event.at().isBefore(timeline.getLast().at())
        ? Optional.of("the time line ends at " + timeline.getLast().at() + ", after " + event.at())
        : Optional.empty();
  }

  private Incident with(Status next, List<String> linked, Event event) {
    List<Event> events = new ArrayList<>(timeline);
    events.add(event);
    return new Incident(id, severity, next, summary, runbook, linked, events);
  }
}
