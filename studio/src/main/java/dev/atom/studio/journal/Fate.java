// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;

/// What became of a change whose entry is in the trail and whose transaction did not end well.
enum Fate {
  /// Nothing was changed.
  NOT_COMMITTED("not_committed"),
  /// The commit was sent and its answer was lost: the change may be there or not.
  UNKNOWN("commit_unknown");

  private final String stored;

  Fate(String stored) {
    this.stored = stored;
  }

  /// @param complete whether only the commit was left to do
  /// @param failure how the transaction ended; a conflict is the database's own word that it undid
  ///   everything
  static Fate of(boolean complete, RuntimeException failure) {
    boolean undone = failure instanceof AtomException known && known.code() == ErrorCode.CONFLICT;
    return complete && !undone ? UNKNOWN : NOT_COMMITTED;
  }

  /// The form in the trail.
  String stored() {
    return stored;
  }
}
