// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import dev.atom.audit.anomaly.Access;
import dev.atom.audit.anomaly.AnomalyRules;
import dev.atom.audit.anomaly.Baselines;
import dev.atom.audit.store.AuditReader;
import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import dev.atom.studio.access.Reach;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Looks through the trail for what somebody does not usually do. Learns from the thirty days
/// before, at most two million entries back; for administrators only.
public final class AnomalyDesk {
  private static final Duration LEARNED = Duration.ofDays(30);
  private static final Duration USUAL = Duration.ofDays(1);
  private static final long ENTRIES_MAX = 2_000_000;
  private static final int IDENTITIES_MAX = 10_000;
  private static final int SHOWN_MAX = 1_000;

  private final AuditReader reader;
  private final TrailReads reads;

  public AnomalyDesk(AuditReader reader, TrailReads reads) {
    this.reader = reader;
    this.reads = reads;
  }

  /// What was unusual since the time in the query, or since a day.
  public Reply anomalies(Caller caller, Exchange exchange, Reply.Nothing body) {
    if (caller.reach(Action.AUDIT_READ) != Reach.ALL) {
      return Reply.refused(
          Problem.Code.NOT_PERMITTED, "what others do is shown to administrators only");
    }
    Instant since;
    try {
      since = TrailQuery.moment(exchange, "since", exchange.now().minus(USUAL));
    } catch (IllegalArgumentException e) {
      return Reply.refused(Problem.Code.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
    var view = look(since);
    var read =
        new TrailReads.Read(
            "anomalies", "since=" + exchange.query("since").orElse("24h"), (int) view.acts());
    return reads.note(caller, exchange, read).<Reply>map(it -> it).orElse(Reply.ok(view));
  }

  private AnomalyView look(Instant since) {
    var baselines = new Baselines(AnomalyRules.USUAL, IDENTITIES_MAX);
    List<AnomalyView.Found> found = new ArrayList<>();
    long acts =
        reader.each(
            since.minus(LEARNED),
            Access.kinds(),
            ENTRIES_MAX,
            entry ->
                Access.of(entry).stream()
                    .flatMap(access -> baselines.observe(access).stream())
                    .filter(anomaly -> !anomaly.at().isBefore(since))
                    .filter(_ -> found.size() < SHOWN_MAX)
                    .map(AnomalyView.Found::of)
                    .forEach(found::add));
    return new AnomalyView(since, acts, baselines.identities(), List.copyOf(found));
  }
}
