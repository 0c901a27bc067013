// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.io.IOException;
import java.util.Arrays;

/// The growing edge of a published tree: the tile of each level and the bundle that are not full
/// yet. Full ones go to the sink at once, partial ones when [#flush()] is called. Needs the memory
/// of eight tiles and one bundle whatever the size. For one thread.
///
/// After a failure of the sink its state is unknown: restore it from what is published.
public final class Tiles {
  private final TileSink sink;
  private final LeafHash leaves = new LeafHash();
  private final NodeHash nodes = new NodeHash();
  private final byte[][] hashes = new byte[TilePath.LEVELS][TilePath.FULL * TreeHash.BYTES];
  private final int[] widths = new int[TilePath.LEVELS];
  private final int[] flushed = new int[TilePath.LEVELS];
  private final byte[] scratch = new byte[(TilePath.FULL + 1) * TreeHash.BYTES];
  private final EntryBundle bundle = new EntryBundle();
  private long size;

  /// The edge of an empty tree.
  public Tiles(TileSink sink) {
    this.sink = sink;
  }

  /// The edge of the tree of `size` leaves that `source` holds. Compare its [#root()] with one that
  /// is trusted: the files are only checked against each other.
  ///
  /// @throws IOException when a file is missing or is not what its name says
  public static Tiles restore(long size, TileSource source, TileSink sink) throws IOException {
    var tiles = new Tiles(sink);
    tiles.size = size;
    for (int level = 0; level < TilePath.LEVELS; level++) {
      tiles.restoreLevel(level, source);
    }
    tiles.restoreBundle(source);
    return tiles;
  }

  private void restoreLevel(int level, TileSource source) throws IOException {
    long count = size >>> (8 * level);
    int width = (int) (count % TilePath.FULL);
    if (width > 0) {
      var path = new TilePath(level, count / TilePath.FULL, width);
      byte[] tile = source.read(path);
      if (tile.length != width * TreeHash.BYTES) {
        throw new IOException(path.text() + " has " + tile.length + " bytes");
      }
      System.arraycopy(tile, 0, hashes[level], 0, tile.length);
      widths[level] = width;
      flushed[level] = width;
    }
  }

  private void restoreBundle(TileSource source) throws IOException {
    if (widths[0] == 0) {
      return;
    }
    var path = new TilePath(TilePath.ENTRIES, size / TilePath.FULL, widths[0]);
    var fault = EntryBundle.read(source.read(path), widths[0], bundle::append);
    if (fault.isPresent()) {
      throw new IOException(path.text() + ": " + fault.get());
    }
    checkBundle(path);
  }

  private void checkBundle(TilePath path) throws IOException {
    var again = new int[1];
    var wrong = new boolean[1];
    EntryBundle.Entries compare =
        (bytes, from, length) -> {
          leaves.hash(bytes, from, length, scratch, 0);
          int at = again[0]++ * TreeHash.BYTES;
          wrong[0] |= !TreeHash.of(scratch, 0).equals(TreeHash.of(hashes[0], at));
        };
    var exact = Arrays.copyOf(bundle.array(), bundle.size());
    EntryBundle.read(exact, widths[0], compare).ifPresent(fault -> wrong[0] = true);
    if (wrong[0]) {
      throw new IOException(path.text() + " holds other entries than the tile beside it");
    }
  }

  /// How many leaves there are.
  public long size() {
    return size;
  }

  /// Appends the leaf that is the `length` bytes at `from` of `leaf`.
  public void append(byte[] leaf, int from, int length) throws IOException {
    bundle.append(leaf, from, length);
    leaves.hash(leaf, from, length, hashes[0], widths[0] * TreeHash.BYTES);
    size++;
    widths[0]++;
    if (bundle.count() == TilePath.FULL) {
      var path = new TilePath(TilePath.ENTRIES, size / TilePath.FULL - 1, TilePath.FULL);
      sink.write(path, bundle.array(), bundle.size());
      bundle.clear();
    }
    for (int level = 0; widths[level] == TilePath.FULL; level++) {
      fill(level);
    }
  }

  private void fill(int level) throws IOException {
    byte[] tile = hashes[level];
    long index = (size >>> (8 * (level + 1))) - 1;
    sink.write(new TilePath(level, index, TilePath.FULL), tile, tile.length);
    nodes.fold(tile, TilePath.FULL);
    int up = level + 1;
    System.arraycopy(tile, 0, hashes[up], widths[up] * TreeHash.BYTES, TreeHash.BYTES);
    widths[up]++;
    widths[level] = 0;
    flushed[level] = 0;
  }

  /// Writes what is not full and was appended to since the last time.
  public void flush() throws IOException {
    if (widths[0] > 0 && widths[0] != flushed[0]) {
      var path = new TilePath(TilePath.ENTRIES, size / TilePath.FULL, widths[0]);
      sink.write(path, bundle.array(), bundle.size());
    }
    for (int level = 0; level < TilePath.LEVELS; level++) {
      int width = widths[level];
      if (width > 0 && width != flushed[level]) {
        long index = (size >>> (8 * level)) / TilePath.FULL;
        sink.write(new TilePath(level, index, width), hashes[level], width * TreeHash.BYTES);
        flushed[level] = width;
      }
    }
  }

  /// The root of the tree as it is now.
  public TreeHash root() {
    if (size == 0) {
      return TreeHash.EMPTY;
    }
    int below = 0;
    for (int level = 0; level < TilePath.LEVELS; level++) {
      int width = widths[level];
      if (below == 1) {
        System.arraycopy(scratch, 0, scratch, width * TreeHash.BYTES, TreeHash.BYTES);
      }
      System.arraycopy(hashes[level], 0, scratch, 0, width * TreeHash.BYTES);
      nodes.fold(scratch, width + below);
      below = width + below > 0 ? 1 : 0;
    }
    return TreeHash.of(scratch, 0);
  }
}
