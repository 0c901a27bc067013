// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.util.Arrays;
import java.util.Optional;

/// Up to 256 entries in one file: for each a big-endian length of two bytes, and the entry.
public final class EntryBundle {
  /// The longest entry that has a length.
  public static final int ENTRY_BYTES_MAX = 65_535;

  private static final int LENGTH_BYTES = 2;

  private byte[] bytes = new byte[1 << 16];
  private int size;
  private int count;

  /// Receives entries in their order.
  @FunctionalInterface
  public interface Entries {
    /// Takes the `length` bytes at `from` of `bytes`, which are the receiver's only now.
    void entry(byte[] bytes, int from, int length);
  }

  /// Hands the entries of `bundle` on.
  ///
  /// @return what is wrong with it; empty when it holds `width` entries and nothing else
  public static Optional<String> read(byte[] bundle, int width, Entries entries) {
    int at = 0;
    for (int i = 0; i < width; i++) {
      if (bundle.length - at < LENGTH_BYTES) {
        return Optional.of("it ends after " + i + " of " + width + " entries");
      }
      int length = Byte.toUnsignedInt(bundle[at]) << 8 | Byte.toUnsignedInt(bundle[at + 1]);
      at += LENGTH_BYTES;
      if (bundle.length - at < length) {
        return Optional.of("it ends within entry " + i + " of " + width);
      }
      entries.entry(bundle, at, length);
      at += length;
    }
    return at == bundle.length
        ? Optional.empty()
        : Optional.of((bundle.length - at) + " bytes follow its " + width + " entries");
  }

  /// Appends an entry.
  ///
  /// @throws IllegalArgumentException when it is longer than a length of two bytes can say
  void append(byte[] entry, int from, int length) {
    if (length > ENTRY_BYTES_MAX) {
      throw new IllegalArgumentException("an entry of " + length + " bytes fits in no bundle");
    }
    if (bytes.length - size < LENGTH_BYTES + length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + LENGTH_BYTES + length));
    }
    bytes[size++] = (byte) (length >>> 8);
    bytes[size++] = (byte) length;
    System.arraycopy(entry, from, bytes, size, length);
    size += length;
    count++;
  }

  /// Only the first [#size()] bytes count.
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  int count() {
    return count;
  }

  void clear() {
    size = 0;
    count = 0;
  }
}
