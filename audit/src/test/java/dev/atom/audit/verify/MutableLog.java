// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.chain.PayloadCommitment;
import dev.atom.audit.tree.MemoryTiles;
import dev.atom.audit.tree.Tiles;
import dev.atom.audit.tree.TreeHash;
import dev.atom.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/// A log in memory that can be tampered with: several segments, each with a secret of its own,
/// entries with and without payloads.
final class MutableLog {
  static final String OPEN = "segment_open";
  static final String CLOSE = "segment_close";
  private static final int SECRETS = 8;
  private static final long MICROS_1970_TO_2000 = 946_684_800_000_000L;

  final List<MutableRow> rows = new ArrayList<>();
  ChainHead head = ChainHead.EMPTY;

  /// The secrets of all segments, in their order.
  static List<Secret> secrets() {
    List<Secret> all = new ArrayList<>();
    for (int i = 0; i < SECRETS; i++) {
      all.add(Secret.of("secret " + i + " of the tests, long enough to be one"));
    }
    return all;
  }

  /// All of them.
  static KeyRing ring() {
    return KeyRing.of(secrets());
  }

  static ChainKey secretOf(long segment) {
    return ChainKey.of(secrets().get((int) (segment % SECRETS)));
  }

  private static Optional<ChainKey> named(String keyId) {
    return secrets().stream().map(ChainKey::of).filter(key -> key.id().equals(keyId)).findFirst();
  }

  /// A clean one.
  ///
  /// @param entriesMax of a segment
  static MutableLog clean(Random random, int entriesMax) {
    var log = new MutableLog();
    int segments = 3 + random.nextInt(3);
    for (int segment = 1; segment <= segments; segment++) {
      log.add(OPEN, segment, random);
      int entries = 6 + random.nextInt(entriesMax - 5);
      for (int i = 0; i < entries; i++) {
        log.add("decision", segment, random);
      }
      if (segment < segments) {
        log.add(CLOSE, segment, random);
      }
    }
    log.reseal(0, log.rows.size());
    log.endHere();
    return log;
  }

  /// Appends an entry, not yet linked and hashed.
  MutableRow add(String kind, long segment, Random random) {
    var row = MutableRow.fresh(rows.size() + 1L, kind, random);
    row.number(MutableRow.SEGMENT, segment);
    row.text(MutableRow.KEY_ID, secretOf(segment).id());
    long before = rows.isEmpty() ? 1 : rows.getLast().number(MutableRow.TIME);
    row.number(MutableRow.TIME, before + random.nextInt(1000));
    if (kind.equals("decision") && random.nextBoolean()) {
      byte[] nonce = new byte[32];
      random.nextBytes(nonce);
      String text = "x".repeat(random.nextInt(40));
      byte[] commitment = new PayloadCommitment().of(nonce, text.getBytes(StandardCharsets.UTF_8));
      row.payload(nonce, text, HexFormat.of().formatHex(commitment));
    }
    rows.add(row);
    return row;
  }

  MutableLog copy() {
    var copy = new MutableLog();
    rows.forEach(row -> copy.rows.add(row.copy()));
    copy.head = head;
    return copy;
  }

  /// Links and hashes the rows from index `from` to before `to` as whoever has their secrets could.
  void reseal(int from, int to) {
    for (int i = from; i < to; i++) {
      relink(i);
      seal(i);
    }
  }

  /// Hashes the row at index `i` with the secret that it names.
  void seal(int i) {
    var row = rows.get(i);
    named(row.text(MutableRow.KEY_ID)).ifPresent(key -> row.seal(key, firstOf(i)));
  }

  /// What a writer says of the entry before.
  void relink(int i) {
    var row = rows.get(i);
    String before = i == 0 ? ChainFormat.GENESIS : rows.get(i - 1).text(MutableRow.CHAIN);
    boolean opens = row.is(OPEN);
    row.text(MutableRow.PREV, opens ? ChainFormat.GENESIS : before);
    if (opens) {
      row.text(
          MutableRow.DETAILS,
          "{\"close\":\"%s\",\"key_id\":\"%s\"}".formatted(before, row.text(MutableRow.KEY_ID)));
    } else if (row.is(CLOSE)) {
      long segment = row.number(MutableRow.SEGMENT);
      row.text(
          MutableRow.DETAILS,
          "{\"count\":%d,\"reason\":\"rotation\",\"last\":\"%s\",\"next_key_id\":\"%s\"}"
              .formatted(i + 1 - indexOfFirst(i), before, secretOf(segment + 1).id()));
    }
  }

  /// Index of the first row of the segment that the row at `i` is in.
  int indexOfFirst(int i) {
    int at = i;
    while (at > 0 && !rows.get(at).is(OPEN)) {
      at--;
    }
    return at;
  }

  /// Index of the last row of the segment that the row at `i` is in.
  int indexOfLast(int i) {
    int at = i;
    while (at + 1 < rows.size() && !rows.get(at + 1).is(OPEN)) {
      at++;
    }
    return at;
  }

  private long firstOf(int i) {
    return rows.get(indexOfFirst(i)).number(MutableRow.ID);
  }

  /// Numbers the rows without gaps.
  void renumber() {
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).number(MutableRow.ID, i + 1L);
    }
  }

  /// Makes the head that of the last row.
  void endHere() {
    int last = rows.size() - 1;
    var row = rows.get(last);
    head =
        new ChainHead(
            row.number(MutableRow.SEGMENT),
            firstOf(last),
            row.number(MutableRow.ID),
            row.text(MutableRow.CHAIN),
            row.text(MutableRow.KEY_ID),
            row.number(MutableRow.TIME) + MICROS_1970_TO_2000);
  }

  /// The root over the first `size` rows.
  TreeHash root(long size) {
    return publish(List.of(), size).root();
  }

  /// The files of the log, with the partial ones of each of `sizes`.
  MemoryTiles files(List<Long> sizes) {
    return publish(sizes, rows.size()).files();
  }

  private Published publish(List<Long> sizes, long end) {
    var files = new MemoryTiles();
    var tiles = new Tiles(files);
    var stops = new TreeSet<>(sizes);
    try {
      for (int i = 0; i < end; i++) {
        byte[] leaf = rows.get(i).leaf();
        tiles.append(leaf, 0, leaf.length);
        if (stops.contains(i + 1L)) {
          tiles.flush();
        }
      }
      tiles.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Published(files, tiles.root());
  }

  private record Published(MemoryTiles files, TreeHash root) {}

  /// The rows as a verifier gets them.
  EntrySource source() {
    return (_, _) -> new Pass(rows.stream().map(MutableRow::stored).toList());
  }

  private final class Pass implements EntrySource.Reading {
    private final List<byte[]> left;
    private int at;

    Pass(List<byte[]> left) {
      this.left = left;
    }

    @Override
    public Optional<EntrySource.Block> next() {
      if (at == left.size()) {
        return Optional.empty();
      }
      var block = left.subList(at, Math.min(left.size(), at + EntrySource.BLOCK));
      at += block.size();
      return Optional.of(() -> new EntrySource.Rows(block, ""));
    }

    @Override
    public Optional<EntrySource.SegmentStart> start() {
      return Optional.empty();
    }

    @Override
    public Optional<ChainHead> head() {
      return Optional.of(head);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
