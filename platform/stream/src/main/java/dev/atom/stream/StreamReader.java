// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// One member of a group that reads topics, each from the earliest record that the group has not
/// committed. For one thread; every method may throw an AtomException, after which the reader is
/// closed and another one opened.
public interface StreamReader extends AutoCloseable {
  /// The next entries; perhaps none after `wait`.
  Poll poll(Duration wait);

  /// Says that all of `slot` before `nextOffset` is done with: no reader of the group sees it
  /// again.
  void commit(Slot slot, long nextOffset);

  /// Names the life of `slot`'s topic, in characters of a file name: a topic that is made anew
  /// counts from 0 again, and has another name here.
  String incarnation(Slot slot);

  /// Ends the reading without committing anything.
  @Override
  void close();

  /// What a poll gave.
  ///
  /// @param lost slots that another member reads from now on, or from their committed offset again:
  ///   forget what came from them before looking at the entries
  /// @param entries in the order of their offsets within each slot
  record Poll(Set<Slot> lost, List<StreamEntry> entries) {
    public Poll {
      lost = Set.copyOf(lost);
      entries = List.copyOf(entries);
    }
  }
}
