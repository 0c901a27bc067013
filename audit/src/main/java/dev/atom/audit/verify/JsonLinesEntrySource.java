// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainHead;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Entries from a file of JSON lines: one object for each entry, at the end one for the head, as
/// `docs/audit-format.md` defines them.
public final class JsonLinesEntrySource implements EntrySource {
  private final Path file;

  public JsonLinesEntrySource(Path file) {
    this.file = file;
  }

  @Override
  public Reading open(long firstSeq, long lastSeq) {
    try {
      return new Lines(Files.newBufferedReader(file), firstSeq, lastSeq);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private AtomException unreadable(IOException e) {
    return new AtomException(
        ErrorCode.NOT_FOUND, "the audit export " + file + " cannot be read: " + e.getMessage(), e);
  }

  private final class Lines implements Reading {
    private final BufferedReader reader;
    private final long firstSeq;
    private final long lastSeq;
    private @Nullable ChainHead head;

    Lines(BufferedReader reader, long firstSeq, long lastSeq) {
      this.reader = reader;
      this.firstSeq = firstSeq;
      this.lastSeq = lastSeq;
    }

    @Override
    public Optional<Item> next() {
      try {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (head != null) {
            return Optional.of(new Item.Malformed("there is something after the head"));
          }
          var item = read(line);
          if (item.isPresent() && !outside(item.get())) {
            return item;
          }
        }
        return Optional.empty();
      } catch (CharacterCodingException e) {
        return Optional.of(new Item.Malformed("the file is not UTF-8"));
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private Optional<Item> read(String line) {
      try {
        var members = JsonLine.parse(line);
        if (members.containsKey("chain_head")) {
          head = JsonEntries.head(members);
          return Optional.empty();
        }
        return Optional.of(JsonEntries.entry(members));
      } catch (IllegalArgumentException | ArithmeticException e) {
        return Optional.of(new Item.Malformed("the line is no entry: " + e.getMessage()));
      }
    }

    private boolean outside(Item item) {
      return item instanceof Item.Found(var entry, _)
          && (entry.seq() < firstSeq || entry.seq() > lastSeq);
    }

    @Override
    public Optional<ChainHead> head() {
      return Optional.ofNullable(head);
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        // Everything has been read.
      }
    }
  }
}
