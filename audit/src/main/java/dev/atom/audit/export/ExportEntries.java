// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.verify.EntrySource;
import dev.atom.audit.verify.JsonLinesEntrySource;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The entries of an export, file after file, for the verifier of the chain. Files are asked for
/// when their turn comes, and given back when it is over.
public final class ExportEntries implements EntrySource {
  private final Supplier<Iterator<Unpacked>> files;
  private final Optional<SegmentStart> start;

  /// A file of JSON lines on this machine, for a while.
  public interface Unpacked extends AutoCloseable {
    /// Where it is.
    Path path();

    /// It is not needed any more.
    @Override
    void close();
  }

  /// @param start where the segment of the first entry began, if that is before it
  public ExportEntries(Supplier<Iterator<Unpacked>> files, Optional<SegmentStart> start) {
    this.files = files;
    this.start = start;
  }

  @Override
  public Reading open(long firstSeq, long lastSeq) {
    return new Sequence(files.get());
  }

  private final class Sequence implements Reading {
    private final Iterator<Unpacked> left;
    private @Nullable Unpacked file;
    private @Nullable Reading reading;

    Sequence(Iterator<Unpacked> left) {
      this.left = left;
    }

    @Override
    public Optional<Block> next() {
      while (true) {
        if (reading != null) {
          var block = reading.next();
          if (block.isPresent()) {
            return block;
          }
          close();
        }
        if (!left.hasNext()) {
          return Optional.empty();
        }
        var next = left.next();
        file = next;
        reading = new JsonLinesEntrySource(next.path()).open(1, Long.MAX_VALUE);
      }
    }

    @Override
    public Optional<SegmentStart> start() {
      return start;
    }

    /// The manifests say where the end is, not the files: this one is beyond every range.
    @Override
    public Optional<ChainHead> head() {
      return Optional.of(new ChainHead(0, 0, Long.MAX_VALUE, "", "", 0));
    }

    @Override
    public void close() {
      if (reading != null) {
        reading.close();
        reading = null;
      }
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
