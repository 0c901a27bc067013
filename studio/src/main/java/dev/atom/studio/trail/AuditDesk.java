// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

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
import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;
import dev.atom.studio.wire.Uuids;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Shows the audit trail: everything to administrators, what concerns their own agents to others.
public final class AuditDesk {
  private static final int PAGE_SIZE = 50;
  private static final int PAGE_SIZE_MAX = 200;

  private final AuditReader reader;
  private final ControlStore store;

  public AuditDesk(AuditReader reader, ControlStore store) {
    this.reader = reader;
    this.store = store;
  }

  /// A page of entries. Without `before` or `follow_after` the newest.
  public Reply page(Caller caller, Exchange exchange, Reply.Nothing body) {
    AuditQuery query;
    try {
      query = query(exchange);
    } catch (IllegalArgumentException e) {
      return Reply.refused(Problem.Code.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
    return switch (caller.reach(Action.AUDIT_READ)) {
      case ALL -> Reply.ok(page(query));
      case OWN, NONE -> ownPage(caller, query);
    };
  }

  private Reply ownPage(Caller caller, AuditQuery query) {
    if (query.agentId().isEmpty()) {
      return Reply.refused(
          Problem.Code.INVALID_REQUEST, "name one of your agents: ?agent=<agent id>");
    }
    boolean own =
        store.read(tx ->
            Uuids.parse(query.agentId())
                .filter(id -> Agents.exists(tx, caller.scope(Action.AUDIT_READ), id))
                .isPresent());
    return own ? Reply.ok(page(query)) : Reply.notFound("agent", query.agentId());
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
    return entries.isEmpty()
        ? Reply.notFound("decision", id)
        : Reply.ok(new EntryView.DecisionView(id, entries.stream().map(EntryView::of).toList()));
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

  private static AuditQuery query(Exchange exchange) {
    int size = (int) number(exchange, "page_size", PAGE_SIZE);
    if (size < 1 || size > PAGE_SIZE_MAX) {
      throw new IllegalArgumentException(
          "query parameter 'page_size' must be between 1 and " + PAGE_SIZE_MAX);
    }
    return new AuditQuery(
        number(exchange, "before", 0),
        number(exchange, "follow_after", 0),
        exchange.query("agent").orElse(""),
        exchange.query("decision").orElse(""),
        exchange.query("kind").orElse(""),
        exchange.query("reason").orElse(""),
        exchange.query("since").map(text -> since(text, exchange.now())).orElse(Instant.EPOCH),
        size);
  }

  private static long number(Exchange exchange, String name, long otherwise) {
    var text = exchange.query(name);
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text.get());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "query parameter '" + name + "' must be a whole number", e);
    }
  }

  /// A moment, or how long ago: `2026-01-31T12:00:00Z`, `15m`, `24h`, `7d`.
  private static Instant since(String text, Instant now) {
    try {
      if (text.matches("\\d{1,6}[smhd]")) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return now.minus(
            switch (text.charAt(text.length() - 1)) {
              case 's' -> Duration.ofSeconds(count);
              case 'm' -> Duration.ofMinutes(count);
              case 'h' -> Duration.ofHours(count);
              default -> Duration.ofDays(count);
            });
      }
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "query parameter 'since' must be a time such as 2026-01-31T12:00:00Z, or 15m, 24h, 7d",
          e);
    }
  }
}
