// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.triage.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Keeps the record of an incident in a file.
@Command(
    name = "incident",
    description = {
      "Open the record of an incident, note what is done, move it on.",
      "Exit 1 when the record refuses: it is not resolved while a linked exemption lives."
    },
    footer = {
      "",
      "Examples:",
      "  ./atom triage incident i-17.json --open i-17 --severity high --runbook runbooks/tokens.md \\",
      "      --by ann --note 'tokens of agent one used from outside'",
      "  ./atom triage incident i-17.json --link ex-4 --by ann --note 'opened by this exemption'",
      "  ./atom triage incident i-17.json --status resolved --exemptions exemptions.yaml --by ann \\",
      "      --note 'rotated and verified'"
    })
public final class IncidentCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "The record.")
  private Path file = Path.of("");

  @Option(names = "--open", paramLabel = "ID", description = "Begin it.")
  private @Nullable String open;

  @Option(names = "--severity", paramLabel = "WORD", description = "critical, high, medium, low.")
  private Incident.Severity severity = Incident.Severity.HIGH;

  @Option(names = "--runbook", paramLabel = "WHERE", description = "The runbook that is followed.")
  private String runbook = "";

  @Option(names = "--link", paramLabel = "ID", description = "An exemption that played a part.")
  private @Nullable String link;

  @Option(names = "--status", paramLabel = "WORD", description = "contained, mitigated, resolved.")
  private Incident.@Nullable Status status;

  @Option(names = "--exemptions", paramLabel = "FILE", description = "The ledger.")
  private @Nullable Path exemptions;

  @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who.")
  private String by = "";

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      required = true,
      description = "What is done; at the beginning, what happened.")
  private String note = "";

  public IncidentCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Instant now = console.clock().instant();
    return switch (change(new Incident.Event(now, by, note), now)) {
      case Incident.Change.Done(var incident) -> {
        write(incident);
        console.print(incident.id() + " " + incident.status().word());
        yield ExitCodes.DONE;
      }
      case Incident.Change.Refused(var why) -> {
        console.tell("atom: " + why);
        yield ExitCodes.NEGATIVE;
      }
    };
  }

  private Incident.Change change(Incident.Event event, Instant now) {
    if (open != null) {
      if (Files.exists(file)) {
        throw new AtomException(ErrorCode.CONFLICT, file + " is there already");
      }
      return Incident.open(open, severity, note, runbook, event);
    }
    Incident incident = read();
    if (link != null) {
      return incident.link(link, event);
    }
    if (status != null) {
      return incident.move(status, event, id -> lives(id, now));
    }
    return incident.note(event);
  }

  /// An exemption nobody can look up counts as living.
  private boolean lives(String id, Instant now) {
    if (exemptions == null) {
      return true;
    }
    ExemptionLedger ledger = ContractOptions.ledger(exemptions);
    return ledger.exemptions().stream()
        .filter(it -> it.id().equals(id))
        .anyMatch(it -> ledger.standing(it, now) == ExemptionLedger.Standing.LIVE);
  }

  private Incident read() {
    if (!Files.exists(file)) {
      throw new AtomException(
          ErrorCode.NOT_FOUND, "there is no " + file + ": begin it with --open ID");
    }
    JsonNode json = Json.read(file, JsonNode.class);
    List<String> linked = new ArrayList<>();
    json.path("exemptions").forEach(it -> linked.add(it.asText()));
    List<Incident.Event> events = new ArrayList<>();
    json.path("timeline")
        .forEach(it ->
            events.add(
                new Incident.Event(
                    Instant.parse(it.path("at").asText()),
                    it.path("by").asText(),
                    it.path("what").asText())));
    return new Incident(
        json.path("incident_id").asText(),
        Incident.Severity.valueOf(json.path("severity").asText().toUpperCase(Locale.ROOT)),
        Incident.Status.valueOf(json.path("status").asText().toUpperCase(Locale.ROOT)),
        json.path("summary").asText(),
        json.path("runbook").asText(),
        linked,
        events);
  }

  private void write(Incident incident) {
    ObjectNode json =
        Json.object()
            .put("schema_version", 1)
            .put("incident_id", incident.id())
            .put("severity", incident.severity().word())
            .put("status", incident.status().word())
            .put("summary", incident.summary())
            .put("runbook", incident.runbook());
    incident.exemptions().forEach(json.putArray("exemptions")::add);
    ArrayNode events = json.putArray("timeline");
    for (Incident.Event it : incident.timeline()) {
      events.addObject().put("at", it.at().toString()).put("by", it.who()).put("what", it.what());
    }
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, Json.pretty(json) + "\n");
      Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
