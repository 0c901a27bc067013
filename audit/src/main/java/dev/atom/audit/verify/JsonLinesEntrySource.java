// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainHead;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Entries from a file of JSON lines: one object for each entry, at the end one for the head, as
/// `docs/audit-format.md` defines them. Lines are cut here and read where they are checked.
public final class JsonLinesEntrySource implements EntrySource {
  private static final int BUFFER = 1 << 18;
  private static final byte[] HEAD = "{\"chain_head\"".getBytes(StandardCharsets.US_ASCII);

  private final Path file;

  public JsonLinesEntrySource(Path file) {
    this.file = file;
  }

  @Override
  public Reading open(long firstSeq, long lastSeq) {
    try {
      return new Lines(
          new BufferedInputStream(Files.newInputStream(file), BUFFER), firstSeq, lastSeq);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private AtomException unreadable(IOException e) {
    return new AtomException(
        ErrorCode.NOT_FOUND, "the audit export " + file + " cannot be read: " + e.getMessage(), e);
  }

  private final class Lines implements Reading {
    private final InputStream in;
    private final long firstSeq;
    private final long lastSeq;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private boolean skipping;
    private @Nullable SegmentStart start;
    private @Nullable ChainHead head;

    Lines(InputStream in, long firstSeq, long lastSeq) {
      this.in = in;
      this.firstSeq = firstSeq;
      this.lastSeq = lastSeq;
      this.skipping = firstSeq > 1;
    }

    @Override
    public Optional<Block> next() {
      List<byte[]> lines = new ArrayList<>(BLOCK);
      try {
        for (byte[] line = line(); line != null; line = line()) {
          if (head != null) {
            return malformed(lines, "there is something after the head");
          }
          if (isHead(line)) {
            head = JsonEntries.head(JsonLine.parse(text(line)));
          } else if (!isBefore(line)) {
            lines.add(line);
          }
          if (lines.size() == BLOCK) {
            break;
          }
        }
      } catch (IllegalArgumentException e) {
        return malformed(lines, "the line is no head: " + e.getMessage());
      } catch (IOException e) {
        throw unreadable(e);
      }
      return lines.isEmpty() ? Optional.empty() : Optional.of(() -> rows(lines, "", lastSeq));
    }

    private Optional<Block> malformed(List<byte[]> lines, String why) {
      return Optional.of(() -> rows(lines, why, lastSeq));
    }

    /// Whether the line stands before the range. What cannot be read is left to the checks.
    private boolean isBefore(byte[] line) {
      if (!skipping) {
        return false;
      }
      try {
        var row = new EntryRow();
        if (!row.read(JsonEntries.row(JsonLine.parse(text(line)))).isEmpty()
            || row.seq() >= firstSeq) {
          skipping = false;
          return false;
        }
        if (row.is(EntryRow.KIND, LinkRules.OPEN)) {
          start = new SegmentStart(row.segment(), row.seq());
        }
        return true;
      } catch (IllegalArgumentException | ArithmeticException e) {
        skipping = false;
        return false;
      }
    }

    /// The next line without its end; null after the last.
    private byte @Nullable [] line() throws IOException {
      var longer = new ByteArrayOutputStream(0);
      while (true) {
        if (at == end) {
          end = in.read(buffer);
          at = 0;
          if (end <= 0) {
            end = 0;
            return longer.size() == 0 ? null : longer.toByteArray();
          }
        }
        int from = at;
        while (at < end && buffer[at] != '\n') {
          at++;
        }
        longer.write(buffer, from, at - from);
        if (at < end) {
          at++;
          return longer.toByteArray();
        }
      }
    }

    @Override
    public Optional<SegmentStart> start() {
      return Optional.ofNullable(start);
    }

    @Override
    public Optional<ChainHead> head() {
      return Optional.ofNullable(head);
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        // Everything has been read.
      }
    }
  }

  private static boolean isHead(byte[] line) {
    for (int i = 0; i < HEAD.length; i++) {
      if (i >= line.length || line[i] != HEAD[i]) {
        return false;
      }
    }
    return true;
  }

  private static Rows rows(List<byte[]> lines, String after, long lastSeq) {
    List<byte[]> rows = new ArrayList<>(lines.size());
    for (byte[] line : lines) {
      try {
        byte[] row = JsonEntries.row(JsonLine.parse(text(line)));
        if (ByteBuffer.wrap(row).getLong(EntryRow.HEADER + Integer.BYTES) > lastSeq) {
          return new Rows(rows, "");
        }
        rows.add(row);
      } catch (IllegalArgumentException | ArithmeticException e) {
        return new Rows(rows, "the line is no entry: " + e.getMessage());
      }
    }
    return new Rows(rows, after);
  }

  private static String text(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8", e);
    }
  }
}
