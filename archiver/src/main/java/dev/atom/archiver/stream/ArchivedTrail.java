// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchivedObject;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Checks the trail from the batches of `atom.audit` alone, without the database: that no entry is
/// missing, that each names the one before it, and that what stands there twice is the same.
///
/// That nobody made it all up is checked with the chain's secret: [#write] gives the entries in
/// their order in the form of an export, which the chain's verifier reads. Memory holds the batches
/// that overlap, and two numbers for each object.
public final class ArchivedTrail {
  private final ArchiveStore store;

  public ArchivedTrail(ArchiveStore store) {
    this.store = store;
  }

  /// Checks everything there is.
  ///
  /// @throws AtomException when the archive cannot be read
  public TrailCheck check() {
    return new Pass(_ -> {}).run();
  }

  /// The same, and writes each entry once, in order, and the head at the end, as
  /// `docs/audit-format.md` defines an export. What comes before a flaw has been written when one
  /// is found.
  public TrailCheck write(Writer out) {
    var head = new Head();
    var checked =
        new Pass(
                entry -> {
                  head.note(entry);
                  line(out, entry.json().toString());
                })
            .run();
    if (checked instanceof TrailCheck.Whole) {
      line(out, head.line());
    }
    return checked;
  }

  private static void line(Writer out, String text) {
    try {
      out.write(text);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The numbers between which an object has entries.
  private record Span(ArchivedObject object, long first, long last) {}

  private static final class Head {
    private long segmentFirst;
    private @Nullable ArchivedEntry last;

    void note(ArchivedEntry entry) {
      if (entry.opensSegment()) {
        segmentFirst = entry.seq();
      }
      last = entry;
    }

    String line() {
      var head = JsonNodeFactory.instance.objectNode();
      var end = last;
      if (end != null) {
        var members = head.putObject("chain_head");
        members.put("segment", end.segment());
        members.put("segment_first", segmentFirst);
        members.put("seq", end.seq());
        members.put("chain_hash", end.text("chain_hash"));
        members.put("key_id", end.text("key_id"));
        members.put("recorded_at", end.text("recorded_at"));
      }
      return head.toString();
    }
  }

  /// One pass over the archive.
  private final class Pass {
    private final Consumer<ArchivedEntry> inOrder;
    private final Map<Long, ArchivedEntry> waiting = new TreeMap<>();
    private @Nullable ArchivedEntry before;
    private long duplicates;

    Pass(Consumer<ArchivedEntry> inOrder) {
      this.inOrder = inOrder;
    }

    TrailCheck run() {
      try {
        List<Span> spans = spans();
        return spans.isEmpty() ? new TrailCheck.Empty() : sweep(new ArrayDeque<>(spans));
      } catch (Flaw e) {
        return e.found;
      }
    }

    private List<Span> spans() throws Flaw {
      List<Span> spans = new ArrayList<>();
      for (ArchivedObject object : store.list(Topic.AUDIT.wire() + "/")) {
        if (BatchFile.isBatch(object.key())) {
          var entries = read(object);
          long first = entries.stream().mapToLong(ArchivedEntry::seq).min().orElse(0);
          long last = entries.stream().mapToLong(ArchivedEntry::seq).max().orElse(0);
          spans.add(new Span(object, first, last));
        }
      }
      spans.sort(Comparator.comparingLong(Span::first).thenComparing(each -> each.object().key()));
      return spans;
    }

    private TrailCheck sweep(Deque<Span> spans) throws Flaw {
      long first = spans.element().first();
      long next = first;
      while (!spans.isEmpty() || !waiting.isEmpty()) {
        while (!spans.isEmpty() && spans.element().first() <= next) {
          load(spans.remove().object());
        }
        var entry = waiting.remove(next);
        if (entry == null) {
          long there =
              waiting.isEmpty() ? spans.element().first() : waiting.keySet().iterator().next();
          return new TrailCheck.Incomplete(next, there - 1);
        }
        follow(entry);
        next++;
      }
      return new TrailCheck.Whole(first, next - 1, duplicates);
    }

    /// An object is loaded when the sweep reaches its first entry, so entries that stand in two
    /// objects always meet here.
    private void load(ArchivedObject object) throws Flaw {
      for (ArchivedEntry entry : read(object)) {
        var there = waiting.putIfAbsent(entry.seq(), entry);
        if (there != null && !there.json().equals(entry.json())) {
          throw new Flaw(entry, "it stands in " + there.object() + " with another content");
        }
        duplicates += there == null ? 0 : 1;
      }
    }

    private void follow(ArchivedEntry entry) throws Flaw {
      var previous = before;
      String flaw = previous == null ? entry.flawAsFirst() : entry.flawAfter(previous);
      if (!flaw.isEmpty()) {
        throw new Flaw(entry, flaw);
      }
      inOrder.accept(entry);
      before = entry;
    }

    private List<ArchivedEntry> read(ArchivedObject object) throws Flaw {
      List<ArchivedEntry> entries = new ArrayList<>();
      try (var lines =
          new BufferedReader(
              new InputStreamReader(BatchFile.open(store, object), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          entries.add(ArchivedEntry.of(object.key(), line));
        }
        return entries;
      } catch (IllegalArgumentException e) {
        throw new Flaw(object.key(), String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw new AtomException(
            ErrorCode.STORAGE_CORRUPT, object.key() + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  /// Ends a pass.
  private static final class Flaw extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient TrailCheck found;

    Flaw(ArchivedEntry entry, String why) {
      this.found = new TrailCheck.Tampered(entry.seq(), entry.object(), why);
    }

    Flaw(String object, String why) {
      this.found = new TrailCheck.Tampered(0, object, why);
    }
  }
}
