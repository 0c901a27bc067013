// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.exemption;

import dev.atom.posture.finding.Judgement;
import dev.atom.posture.manifest.MapNode;
import dev.atom.posture.manifest.Node;
import dev.atom.posture.manifest.Shown;
import dev.atom.posture.manifest.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads ledgers: the full form, and version 1 (`exceptions` with `profile`, `owner`, `expiresOn`),
/// whose records are about the debug and admin endpoints of a profile.
///
/// A record that lacks what makes it accountable is no exemption: it covers nothing, and the ledger
/// says so.
public final class ExemptionReader {
  private static final int LIFETIME_DAYS = 90;
  private static final Set<String> TOP =
      Set.of("version", "schema_version", "policy", "exemptions", "exceptions");
  private static final Set<String> FULL =
      Set.of(
          "id",
          "profile",
          "check",
          "endpoint",
          "object",
          "container",
          "field",
          "key",
          "value",
          "digest",
          "owner",
          "approver",
          "reason",
          "ticket",
          "created",
          "expires",
          "controls",
          "evidence");
  private static final Set<String> FIRST = Set.of("profile", "owner", "expiresOn");

  /// The check that admin endpoints are off, which records of version 1 are about.
  static final String ENDPOINTS = "DEBUG-001";

  private final List<Exemption> exemptions = new ArrayList<>();
  private final List<Unreadable> refused = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private Duration lifetime = Duration.ofDays(LIFETIME_DAYS);

  private ExemptionReader() {}

  /// The ledger in `documents`.
  public static ExemptionLedger read(List<Node> documents) {
    var reader = new ExemptionReader();
    documents.forEach(reader::document);
    return new ExemptionLedger(reader.exemptions, reader.refused, reader.lifetime);
  }

  private void document(Node document) {
    unknown(document, TOP);
    Node days = document.at("policy", "maxLifetimeDays");
    if (days.integer().isPresent() && days.integer().getAsLong() > 0) {
      lifetime = Duration.ofDays(Math.min(days.integer().getAsLong(), 3650));
    } else if (!days.isNull()) {
      refuse(days, "maxLifetimeDays must be a number of days above 0");
    }
    boolean first = document.get("schema_version").integer().orElse(0) == 1;
    Node records = document.get(first ? "exceptions" : "exemptions");
    if (records.isNull() && document.get("exceptions").isNull()) {
      refuse(document, "a ledger has exemptions, or schema_version 1 and exceptions");
    }
    for (Node record : records.items()) {
      if (first) {
        first(record);
      } else {
        full(record);
      }
    }
  }

  private void first(Node record) {
    if (!unknown(record, FIRST)) {
      return;
    }
    String id = "v1-" + (ids.size() + 1);
    List<String> missing = missing(record, List.of("profile", "owner", "expiresOn"));
    Optional<Instant> expires = Moment.end(record.get("expiresOn").scalar());
    if (!missing.isEmpty() || expires.isEmpty()) {
      refuse(record, missing.isEmpty() ? "expiresOn is no date" : lacks(missing));
      return;
    }
    ids.add(id);
    exemptions.add(
        new Exemption(
            id,
            new Exemption.What(record.get("profile").scalar(), ENDPOINTS, "*"),
            new ExemptionScope("", "", "", "", "", "", ""),
            new Exemption.Accountability(record.get("owner").scalar(), "", "", "", "", ""),
            Instant.MIN,
            expires.get(),
            Moment.shownEnd(record.get("expiresOn").scalar(), expires.get()),
            record.place()));
  }

  private void full(Node record) {
    if (!unknown(record, FULL)) {
      return;
    }
    List<String> missing =
        missing(
            record,
            List.of(
                "id", "profile", "owner", "approver", "reason", "ticket", "created", "expires"));
    if (record.get("check").isEmpty() == record.get("endpoint").isEmpty()) {
      missing.add("check or endpoint (one of them)");
    }
    Optional<Instant> created = Moment.beginning(record.get("created").scalar());
    Optional<Instant> expires = Moment.end(record.get("expires").scalar());
    String wrong = wrong(record, missing, created, expires);
    if (!wrong.isEmpty()) {
      refuse(record, wrong);
      return;
    }
    ids.add(record.get("id").scalar());
    exemptions.add(exemption(record, created.orElseThrow(), expires.orElseThrow()));
  }

  private String wrong(
      Node record, List<String> missing, Optional<Instant> created, Optional<Instant> expires) {
    if (!missing.isEmpty()) {
      return lacks(missing);
    }
    if (created.isEmpty() || expires.isEmpty()) {
      return "created and expires are a day (2026-11-22) or a time (2026-11-22T10:00:00Z)";
    }
    if (!created.get().isBefore(expires.get())) {
      return "it expires before it begins";
    }
    if (record.get("owner").scalar().equals(record.get("approver").scalar())) {
      return "owner and approver are the same";
    }
    return ids.contains(record.get("id").scalar())
        ? "the id " + Shown.key(record.get("id").scalar()) + " is there twice"
        : "";
  }

  private static Exemption exemption(Node record, Instant created, Instant expires) {
    String check = record.get("check").scalar();
    String endpoint = record.get("endpoint").scalar();
    return new Exemption(
        record.get("id").scalar(),
        new Exemption.What(
            record.get("profile").scalar(), check.isEmpty() ? ENDPOINTS : check, endpoint),
        scope(record),
        new Exemption.Accountability(
            record.get("owner").scalar(),
            record.get("approver").scalar(),
            record.get("reason").scalar(),
            record.get("ticket").scalar(),
            text(record.get("controls")),
            text(record.get("evidence"))),
        created,
        expires,
        Moment.shownEnd(record.get("expires").scalar(), expires),
        record.place());
  }

  private static ExemptionScope scope(Node record) {
    Node object = record.get("object");
    String digest = record.get("digest").scalar();
    return new ExemptionScope(
        object.get("kind").scalar(),
        object.get("namespace").scalar(),
        object.get("name").scalar(),
        record.get("container").scalar(),
        record.get("field").scalar(),
        record.get("key").scalar(),
        digest.isEmpty()
            ? Judgement.digest(record.get("value").scalar())
            : digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest);
  }

  private static String text(Node node) {
    return node.items().isEmpty()
        ? node.scalar()
        : node.items().stream().map(Node::scalar).collect(Collectors.joining("; "));
  }

  private static List<String> missing(Node record, List<String> keys) {
    return new ArrayList<>(
        keys.stream().filter(key -> record.get(key).scalar().isBlank()).toList());
  }

  private static String lacks(List<String> missing) {
    return "it lacks " + String.join(", ", missing);
  }

  private boolean unknown(Node node, Set<String> known) {
    if (!(node instanceof MapNode)) {
      refuse(node, "a mapping is missing here");
      return false;
    }
    for (String key : node.keys()) {
      if (!known.contains(key)) {
        refuse(node.get(key), "the key " + Shown.key(key) + " is not known here");
        return false;
      }
    }
    return true;
  }

  private void refuse(Node node, String why) {
    refused.add(new Unreadable(node.place(), why));
  }
}
