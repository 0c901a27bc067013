// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchivedObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The two forms of a batch in the archive: lines as they are, or compressed with Zstandard.
enum BatchFile {
  /// Lines as they are.
  PLAIN(".jsonl"),
  /// Compressed.
  ZSTD(".jsonl.zst");

  private static final int LEVEL = 6;

  private final String suffix;

  BatchFile(String suffix) {
    this.suffix = suffix;
  }

  String suffix() {
    return suffix;
  }

  byte[] pack(byte[] lines) {
    return switch (this) {
      case PLAIN -> lines;
      case ZSTD -> compressed(lines);
    };
  }

  private static byte[] compressed(byte[] lines) {
    var packed = new ByteArrayOutputStream();
    try (var out = new ZstdOutputStream(packed, LEVEL)) {
      out.setChecksum(true);
      out.write(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /// Whether an object of this name is a batch.
  static boolean isBatch(String key) {
    return key.substring(key.lastIndexOf('/') + 1).startsWith("batch-")
        && (key.endsWith(PLAIN.suffix) || key.endsWith(ZSTD.suffix));
  }

  /// The lines of an object, decompressed as its name demands.
  static InputStream open(ArchiveStore store, ArchivedObject object) throws IOException {
    InputStream in = store.open(object);
    return object.key().endsWith(ZSTD.suffix) ? new ZstdInputStream(in) : in;
  }
}
