// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import java.util.List;

/// Takes audit records, each at least once. For one thread.
public interface RecordSink extends AutoCloseable {
  /// Which of the sinks it is.
  SinkKind kind();

  /// Writes `records` in their order; returns when the other side has them.
  ///
  /// @throws dev.atom.base.AtomException when that did not work: some may have been written, so all
  ///   are given again later
  void write(List<AuditRecord> records);

  @Override
  void close();
}
