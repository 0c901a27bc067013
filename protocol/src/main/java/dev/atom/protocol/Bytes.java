// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/// Bytes with the equality of their content. The array is handed over, not copied: whoever made it
/// forgets it.
public final class Bytes {
  private final byte[] array;

  /// Takes `array` over.
  public Bytes(byte[] array) {
    this.array = array;
  }

  /// The array itself, to be read only.
  public byte[] array() {
    return array;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(array, 0, Math.min(16, array.length));
  }
}
