// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes each record as a line of an output stream, whole lines at once.
public final class StdoutSink implements RecordSink {
  private final OutputStream out;

  /// @param out one that reports failures, so not a `PrintStream`; it is not closed
  public StdoutSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public SinkKind kind() {
    return SinkKind.STDOUT;
  }

  @Override
  public void write(List<AuditRecord> records) {
    var lines = new ByteArrayOutputStream();
    records.forEach(each -> lines.writeBytes(each.line(SinkKind.STDOUT)));
    try {
      out.write(lines.toByteArray());
      out.flush();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "audit records cannot be written to standard output: "
              + e.getMessage()
              + "; see who reads it",
          e);
    }
  }

  @Override
  public void close() {
    // The stream is the process's.
  }
}
