// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Reads small kernel files whole, through one buffer that is used again. For one thread.
///
/// A kernel file has no size and can grow: what is longer than 4 MiB is broken. Names are plain
/// text because thousands are read in a pass.
public final class HostFiles {
  private static final int FIRST_BYTES = 8 * 1024;
  private static final int BYTES_MAX = 4 * 1024 * 1024;

  private byte[] buffer = new byte[FIRST_BYTES];

  /// Reads the file at `path`.
  public Content read(String path) {
    try (var in = new FileInputStream(path)) {
      int size = fill(in);
      if (size == BYTES_MAX) {
        return new Content.Broken(path + " is longer than " + BYTES_MAX + " bytes");
      }
      return new Content.Text(new String(buffer, 0, size, StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return absent(path, e);
    } catch (IOException e) {
      return gone(path, e);
    } finally {
      if (buffer.length > 64 * FIRST_BYTES) {
        buffer = new byte[FIRST_BYTES];
      }
    }
  }

  private int fill(FileInputStream in) throws IOException {
    int size = 0;
    for (int read = 0; read >= 0 && size < BYTES_MAX; size += Math.max(0, read)) {
      if (size == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(BYTES_MAX, size * 2));
      }
      read = in.read(buffer, size, buffer.length - size);
    }
    return size;
  }

  /// Hands every line to `lines` without keeping the file: for those that list every connection.
  public Content lines(String path, Consumer<String> lines) {
    try (var in = new FileInputStream(path)) {
      int kept = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer, kept, left(kept))) {
        kept = handOver(kept + read, lines);
      }
      if (kept > 0) {
        lines.accept(text(0, kept));
      }
      return new Content.Text("");
    } catch (FileNotFoundException e) {
      return absent(path, e);
    } catch (IOException e) {
      return gone(path, e);
    }
  }

  /// A line longer than the buffer is cut: no kernel table has one.
  private int left(int kept) {
    return buffer.length - (kept == buffer.length ? 0 : kept);
  }

  private int handOver(int size, Consumer<String> lines) {
    int from = 0;
    for (int i = 0; i < size; i++) {
      if (buffer[i] == '\n') {
        lines.accept(text(from, i));
        from = i + 1;
      }
    }
    if (size - from == buffer.length) {
      return 0;
    }
    System.arraycopy(buffer, from, buffer, 0, size - from);
    return size - from;
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /// The names in a folder, in order; empty when there is none or it may not be read.
  public List<String> names(String folder) {
    String[] names = new File(folder).list();
    if (names == null) {
      return List.of();
    }
    Arrays.sort(names);
    return List.of(names);
  }

  /// How many names a folder has, or -1 when it may not be read.
  public int count(String folder) {
    String[] names = new File(folder).list();
    return names == null ? -1 : names.length;
  }

  /// The JDK tells these apart only in words.
  private static Content absent(String path, FileNotFoundException e) {
    String words = String.valueOf(e.getMessage());
    if (words.endsWith("(Permission denied)") || words.endsWith("(Operation not permitted)")) {
      return new Content.Denied();
    }
    if (words.endsWith("(No such file or directory)") || words.endsWith("(Not a directory)")) {
      return new Content.Missing();
    }
    return gone(path, e);
  }

  /// A process may end between opening and reading.
  private static Content gone(String path, IOException e) {
    String words = String.valueOf(e.getMessage());
    if (words.contains("No such process") || words.contains("No such device")) {
      return new Content.Missing();
    }
    if (words.contains("Permission denied") || words.contains("Operation not permitted")) {
      return new Content.Denied();
    }
    return new Content.Broken(path + ": " + words);
  }
}
