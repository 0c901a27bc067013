// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.archiver.Duty;
import dev.atom.archiver.Records;
import dev.atom.archiver.Rounds;
import dev.atom.audit.EventKind;
import dev.atom.audit.export.Manifest;
import dev.atom.base.AtomException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exports every day after it is over, and those that were missed while the process was down.
public final class ExportDuty implements Duty {
  private static final Logger LOG = LoggerFactory.getLogger(ExportDuty.class);

  private final Exporter exporter;
  private final Records records;
  private final Rounds rounds;
  private volatile String problem = "";

  ExportDuty(Exporter exporter, Records records, Duration look) {
    this.exporter = exporter;
    this.records = records;
    this.rounds = new Rounds(name(), look, false, this::order);
  }

  @Override
  public String name() {
    return "export";
  }

  @Override
  public void start() {
    rounds.start();
  }

  /// What an order to export came to.
  ///
  /// @param manifests that were made, in order; none when there was nothing to export
  /// @param newest day that has a manifest
  /// @param why a day that is over was not exported; empty when each was
  public record Answer(List<String> manifests, Optional<LocalDate> newest, String why) {
    public Answer {
      manifests = List.copyOf(manifests);
    }
  }

  /// Exports now what is over, without waiting for the next look.
  public synchronized Answer order() {
    List<String> manifests = new ArrayList<>();
    Optional<LocalDate> newest = Optional.empty();
    Exporter.Step step = step();
    while (step instanceof Exporter.Step.Exported(Manifest manifest)) {
      newest = Optional.of(manifest.period().day());
      manifests.add(manifest.name());
      if (rounds.closing()) {
        break;
      }
      step = step();
    }
    if (step instanceof Exporter.Step.UpToDate(var last) && last.isPresent()) {
      newest = last;
    }
    return new Answer(manifests, newest, problem);
  }

  private Exporter.Step step() {
    try {
      Exporter.Step step = exporter.next();
      switch (step) {
        case Exporter.Step.Exported(Manifest manifest) -> exported(manifest);
        case Exporter.Step.UpToDate _ -> told("");
        case Exporter.Step.Waiting(var day, String why) -> told(day + " waits: " + why);
        case Exporter.Step.Refused(var day, String why) -> told(day + " is not exported: " + why);
      }
      return step;
    } catch (AtomException e) {
      told(e.getMessage());
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a defect of the export");
      told("a defect: " + e);
    }
    return new Exporter.Step.UpToDate(Optional.empty());
  }

  private void exported(Manifest manifest) {
    told("");
    String details =
        "{\"day\":\"%s\",\"first_seq\":%d,\"last_seq\":%d,\"files\":%d}"
            .formatted(
                manifest.period().day(),
                manifest.span().firstSeq(),
                manifest.span().lastSeq(),
                manifest.files().size());
    LOG.atInfo().addKeyValue("event", "exported").log(details);
    records.tell(EventKind.AUDIT_EXPORTED, details);
  }

  private void told(@Nullable String now) {
    String next = now == null ? "" : now;
    if (!next.isEmpty() && !next.equals(problem)) {
      LOG.atWarn().addKeyValue("event", "export_stuck").log(next);
    }
    problem = next;
  }

  @Override
  public Optional<String> problem() {
    return Optional.of(problem).filter(it -> !it.isEmpty());
  }

  @Override
  public void close() {
    rounds.close();
  }
}
