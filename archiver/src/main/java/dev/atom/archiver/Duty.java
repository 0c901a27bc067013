// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import java.util.Optional;

/// One thing that the archiver does all the time, on a thread of its own.
///
/// A duty that cannot do its work now keeps trying and says so by [#problem()]; it never ends the
/// process, and never stops another duty.
public interface Duty extends AutoCloseable {
  /// A short name for logs and readiness, such as `export`.
  String name();

  /// Begins to work; returns at once.
  void start();

  /// What keeps it from its work now, in words for an operator; empty when all is well.
  Optional<String> problem();

  /// Ends it after the step under way, bounded.
  @Override
  void close();
}
