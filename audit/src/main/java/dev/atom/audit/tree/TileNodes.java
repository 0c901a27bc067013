// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// Hashes of complete subtrees, read from published tiles. Nothing is checked beyond the length of
/// a file: a proof made from here must be verified against a root that is trusted and, for a leaf,
/// against the leaf itself.
public final class TileNodes implements NodeSource {
  private final TileSource source;
  private final long size;
  private final NodeHash nodes = new NodeHash();
  private final Map<TilePath, byte[]> read = new HashMap<>();

  /// The nodes of the tree of `size` leaves in `source`; keeps the tiles it has read.
  public TileNodes(TileSource source, long size) {
    this.source = source;
    this.size = size;
  }

  /// @throws UncheckedIOException when a tile is missing or has another length than its width
  @Override
  public TreeHash node(int height, long index) {
    int level = height / 8;
    int inTile = height % 8;
    long first = index << inTile;
    byte[] tile = read.computeIfAbsent(path(level, first / TilePath.FULL), this::tile);
    int at = (int) (first % TilePath.FULL) * TreeHash.BYTES;
    int count = 1 << inTile;
    if (at + count * TreeHash.BYTES > tile.length) {
      throw new IllegalArgumentException(
          "a tree of " + size + " has no complete subtree " + index + " of height " + height);
    }
    var hashes = new byte[count * TreeHash.BYTES];
    System.arraycopy(tile, at, hashes, 0, hashes.length);
    nodes.fold(hashes, count);
    return TreeHash.of(hashes, 0);
  }

  private TilePath path(int level, long index) {
    long left = (size >>> (8 * level)) - index * TilePath.FULL;
    if (left < 1) {
      throw new IllegalArgumentException(
          "a tree of " + size + " has no tile " + index + " at level " + level);
    }
    return new TilePath(level, index, (int) Math.min(TilePath.FULL, left));
  }

  private byte[] tile(TilePath path) {
    try {
      byte[] tile = source.read(path);
      if (tile.length != path.width() * TreeHash.BYTES) {
        throw new IOException(path.text() + " has " + tile.length + " bytes");
      }
      return tile;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
