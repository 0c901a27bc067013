// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.tree.TilePath;
import dev.atom.audit.tree.TileSink;
import dev.atom.audit.tree.TileSource;
import java.io.IOException;
import java.util.Optional;

/// Where a log is kept: what is published, and beside it, apart from database and published files,
/// what was signed last. Every write is atomic and durable when it returns.
interface LogPlace extends TileSink, TileSource {
  /// The published checkpoint.
  Optional<byte[]> checkpoint() throws IOException;

  /// Publishes a checkpoint.
  void writeCheckpoint(byte[] note) throws IOException;

  /// The text of the checkpoint that was signed last.
  Optional<String> lastSigned() throws IOException;

  /// Remembers a text before it is signed.
  void writeLastSigned(String text) throws IOException;

  /// Removes partial files of a full one.
  void removePartial(TilePath path) throws IOException;
}
