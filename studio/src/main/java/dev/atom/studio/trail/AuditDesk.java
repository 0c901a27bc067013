// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import dev.atom.audit.EventKind;
import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.store.AuditQuery;
import dev.atom.audit.store.AuditReader;
import dev.atom.audit.store.StoredEntry;
import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import dev.atom.studio.access.Reach;
import dev.atom.studio.store.Agents;
import dev.atom.studio.store.ControlStore;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.Json;
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Shows the audit trail: everything to administrators, what concerns their own agents to others.
/// Who looked is written down by [TrailReads] before the answer.
public final class AuditDesk {
  private static final int PAGE_SIZE = 50;
  private static final int PAGE_SIZE_MAX = 200;
  private static final int EXPORT_SIZE = 1_000;

  private final AuditReader reader;
  private final ControlStore store;
  private final TrailReads reads;

  public AuditDesk(AuditReader reader, ControlStore store, TrailReads reads) {
    this.reader = reader;
    this.store = store;
    this.reads = reads;
  }

  /// A page of entries. Without `before` or `follow_after` the newest.
  public Reply page(Caller caller, Exchange exchange, Reply.Nothing body) {
    return found(caller, exchange, PAGE_SIZE_MAX, query -> page(caller, exchange, query));
  }

  private Reply page(Caller caller, Exchange exchange, AuditQuery query) {
    var page = page(query);
    boolean follows = exchange.query("follow_after").isPresent();
    if (follows && page.entries().stream().allMatch(entry -> isOwnReading(caller, entry))) {
      return Reply.ok(page);
    }
    var read =
        new TrailReads.Read(
            follows ? "tail" : "search", TrailQuery.filter(exchange), page.entries().size());
    return reads.note(caller, exchange, read).<Reply>map(it -> it).orElse(Reply.ok(page));
  }

  private static boolean isOwnReading(Caller caller, EntryView entry) {
    return entry.kind().equals(EventKind.TRAIL_READ.stored())
        && entry.details().contains("\"actor\":\"" + caller.userId() + "\"");
  }

  /// A page of entries to take away, newest first: CSV, or JSON lines. The next page begins
  /// `before` what the header `x-atom-next-before` says.
  public Reply export(Caller caller, Exchange exchange, Reply.Nothing body) {
    var format = exchange.query("format").orElse("csv");
    return switch (format) {
      case "csv", "json" ->
          found(caller, exchange, EXPORT_SIZE, query -> export(caller, exchange, query, format));
      default ->
          Reply.refused(
              Problem.Code.INVALID_REQUEST, "query parameter 'format' must be csv or json");
    };
  }

  private Reply export(Caller caller, Exchange exchange, AuditQuery query, String format) {
    var page = page(query);
    var read = new TrailReads.Read("export", TrailQuery.filter(exchange), page.entries().size());
    return reads
        .note(caller, exchange, read)
        .<Reply>map(it -> it)
        .orElseGet(() -> file(page, format, query.beforeSeq() == 0));
  }

  private static Reply.Document file(EntryView.Page page, String format, boolean first) {
    var text = new StringBuilder();
    boolean csv = format.equals("csv");
    if (csv && first) {
      text.append(CsvLines.head());
    }
    for (EntryView entry : page.entries()) {
      text.append(csv ? CsvLines.line(entry) : Json.write(entry) + "\n");
    }
    var next = page.nextBefore();
    return new Reply.Document(
        csv ? "text/csv; charset=utf-8" : "application/jsonl",
        next == null ? Map.of() : Map.of("x-atom-next-before", String.valueOf(next)),
        text.toString());
  }

  private Reply found(
      Caller caller, Exchange exchange, int sizeMax, Function<AuditQuery, Reply> answer) {
    AuditQuery query;
    try {
      query = TrailQuery.of(exchange, Math.min(PAGE_SIZE, sizeMax), sizeMax);
    } catch (IllegalArgumentException e) {
      return Reply.refused(Problem.Code.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
    return switch (caller.reach(Action.AUDIT_READ)) {
      case ALL -> answer.apply(query);
      case OWN, NONE -> ownOnly(caller, query, answer);
    };
  }

  private Reply ownOnly(Caller caller, AuditQuery query, Function<AuditQuery, Reply> answer) {
    var agent = query.who().agentId();
    if (agent.isEmpty()) {
      return Reply.refused(
          Problem.Code.INVALID_REQUEST, "name one of your agents: ?agent=<agent id>");
    }
    boolean own =
        store.read(tx ->
            Uuids.parse(agent)
                .filter(id -> Agents.exists(tx, caller.scope(Action.AUDIT_READ), id))
                .isPresent());
    return own ? answer.apply(query) : Reply.notFound("agent", agent);
  }

  private EntryView.Page page(AuditQuery query) {
    var entries = reader.page(query).stream().map(EntryView::of).toList();
    long last = query.afterSeq();
    for (EntryView entry : entries) {
      last = Math.max(last, entry.id());
    }
    boolean more = query.afterSeq() == 0 && entries.size() == query.limit();
    return new EntryView.Page(entries, more ? entries.getLast().id() : null, last);
  }

  /// Everything about one decision, with payloads.
  public Reply decision(Caller caller, Exchange exchange, Reply.Nothing body) {
    var id = exchange.parameter("id");
    var entries = visible(caller, reader.decision(id));
    if (entries.isEmpty()) {
      return Reply.notFound("decision", id);
    }
    var read = new TrailReads.Read("explain", "decision=" + id, entries.size());
    return reads
        .note(caller, exchange, read)
        .<Reply>map(it -> it)
        .orElseGet(() ->
            Reply.ok(new EntryView.DecisionView(id, entries.stream().map(EntryView::of).toList())));
  }

  private List<StoredEntry> visible(Caller caller, List<StoredEntry> entries) {
    if (caller.reach(Action.AUDIT_READ) == Reach.ALL) {
      return entries;
    }
    Set<String> own = new HashSet<>();
    store
        .read(tx -> Agents.ids(tx, caller.scope(Action.AUDIT_READ)))
        .forEach(id -> own.add("" + id));
    return entries.stream().filter(stored -> own.contains(agent(stored.entry()))).toList();
  }

  private static String agent(AuditEntry entry) {
    return entry.fact().subject().agentId();
  }
}
