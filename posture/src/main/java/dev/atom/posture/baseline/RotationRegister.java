// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.Node;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// When each secret was changed last, and when it must be again: after its time, and after an
/// exposure, a breach or a change of people, whichever is first.
///
/// @param problems what could not be read
public record RotationRegister(List<Entry> entries, List<String> problems) {
  /// The secrets of the operations assistant's page.
  public static final Set<String> DEMANDED =
      Set.of(
          "anthropic-api-key",
          "prometheus-token",
          "alertmanager-token",
          "qdrant-api-key",
          "postgres-password",
          "redis-password",
          "keycloak-admin",
          "kong-admin-token");

  /// The one that must be kept outside the cluster as well.
  private static final String IDENTITY_ADMIN = "keycloak-admin";

  private static final int QUARTER = 92;

  public RotationRegister {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }

  /// One secret.
  ///
  /// @param days after so many it is due; 0 when only events make it due
  /// @param rotated empty when it never was
  /// @param events days on which something made it due: exposure, breach, personnel change
  /// @param custody where it is kept: `kubernetes-secret`, `vault`, `kms`
  public record Entry(
      String name, int days, Optional<LocalDate> rotated, List<Event> events, String custody) {
    public Entry {
      events = List.copyOf(events);
    }

    /// Why it is due, if it is.
    public Optional<String> due(LocalDate today) {
      if (rotated.isEmpty()) {
        return Optional.of(name + " was never rotated");
      }
      LocalDate last = rotated.orElseThrow();
      if (last.isAfter(today)) {
        return Optional.of(name + " says it was rotated on " + last + ", which is to come");
      }
      for (Event event : events) {
        if (!event.on().isBefore(last) && !event.on().isAfter(today)) {
          return Optional.of(
              name + " was not rotated after the " + event.what() + " of " + event.on());
        }
      }
      return days > 0 && today.isAfter(last.plusDays(days))
          ? Optional.of(name + " was rotated on " + last + " and was due on " + last.plusDays(days))
          : Optional.empty();
    }
  }

  /// Something that makes a secret due.
  public record Event(String what, LocalDate on) {}

  /// No register.
  public static RotationRegister none() {
    return new RotationRegister(List.of(), List.of());
  }

  /// The entry of a secret.
  public Optional<Entry> entry(String name) {
    return entries.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// All that is due or missing, sorted.
  public List<String> due(LocalDate today) {
    Set<String> due = new TreeSet<>(problems);
    entries.forEach(it -> it.due(today).ifPresent(due::add));
    for (String name : DEMANDED) {
      if (entry(name).isEmpty()) {
        due.add(name + " is not in the register");
      }
    }
    entry(IDENTITY_ADMIN)
        .filter(it -> !it.custody().contains("kms"))
        .ifPresent(
            it -> due.add(IDENTITY_ADMIN + " is kept in " + it.custody() + ", not in a KMS"));
    return List.copyOf(due);
  }

  /// Reads a file: `kind: RotationRegister`, `apiVersion: atom.dev/v1`.
  public static RotationRegister parse(String file, byte[] bytes) {
    List<Entry> entries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    var set = ManifestReader.usual().read(file, bytes);
    set.unreadable().forEach(it -> problems.add(it.place().shown() + ": " + it.why()));
    for (var manifest : set.manifests()) {
      if (!manifest.is("atom.dev", "RotationRegister")) {
        problems.add(
            manifest.place().shown() + ": kind " + manifest.kind() + " is no RotationRegister");
        continue;
      }
      for (Node node : manifest.root().at("spec", "secrets").items()) {
        entries.add(entry(node, problems));
      }
    }
    return new RotationRegister(entries, problems);
  }

  private static Entry entry(Node node, List<String> problems) {
    String name = node.at("name").scalar();
    List<Event> events = new ArrayList<>();
    for (Node event : node.at("events").items()) {
      day(event.at("date"), problems)
          .ifPresent(on -> events.add(new Event(event.at("what").scalar(), on)));
    }
    return new Entry(
        name,
        days(node.at("every"), problems),
        day(node.at("rotated"), problems),
        events,
        node.at("custody").scalar());
  }

  private static int days(Node node, List<String> problems) {
    String text = node.scalar();
    return switch (text) {
      case "", "quarterly" -> QUARTER;
      case "on-event" -> 0;
      default -> {
        if (text.length() < 6 && text.matches("[0-9]+d")) {
          yield Integer.parseInt(text.substring(0, text.length() - 1));
        }
        problems.add(node.place().shown() + ": '" + text + "' is none of quarterly, on-event, 30d");
        yield QUARTER;
      }
    };
  }

  private static Optional<LocalDate> day(Node node, List<String> problems) {
    if (node.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(node.scalar()));
    } catch (DateTimeParseException _) {
      problems.add(node.place().shown() + ": '" + node.scalar() + "' is no day");
      return Optional.empty();
    }
  }
}
