// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

import java.io.IOException;

/// Where published tiles and bundles are read from. It is not trusted.
@FunctionalInterface
public interface TileSource {
  /// The bytes of the file.
  ///
  /// @throws java.nio.file.NoSuchFileException when there is none
  byte[] read(TilePath path) throws IOException;
}
