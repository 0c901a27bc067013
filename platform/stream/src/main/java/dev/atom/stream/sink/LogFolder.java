// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// The folder of a [FileSink]: the few file operations that can fail. For one thread.
interface LogFolder {
  /// The names of its files.
  List<String> names() throws IOException;

  /// Opens a file to append to; makes it, and the folder, when it is missing. A last line without
  /// an end, which a crash leaves, is cut off.
  OpenLog open(String name) throws IOException;

  /// Gives a file another name, durably; there is none of the new name.
  void rename(String from, String to) throws IOException;

  /// Removes a file.
  void delete(String name) throws IOException;

  /// When a file was last written.
  Instant modified(String name) throws IOException;

  /// A file that is appended to.
  interface OpenLog extends AutoCloseable {
    /// Its length in bytes.
    long size() throws IOException;

    /// Appends all of `bytes`; when it fails, some may have been.
    void append(byte[] bytes) throws IOException;

    /// Returns when everything is on disk.
    void force() throws IOException;

    /// Cuts it to `size` bytes.
    void cutTo(long size) throws IOException;

    @Override
    void close() throws IOException;
  }
}
