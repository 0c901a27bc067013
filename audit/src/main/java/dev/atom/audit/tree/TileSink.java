// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.io.IOException;

/// Where finished tiles and bundles go. The same path may come twice, then with the same bytes.
@FunctionalInterface
public interface TileSink {
  /// Takes the first `length` bytes of `bytes`, which are the sink's only during the call.
  void write(TilePath path, byte[] bytes, int length) throws IOException;
}
