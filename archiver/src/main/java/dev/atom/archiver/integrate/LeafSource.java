// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import dev.atom.audit.store.LeafReader;
import dev.atom.audit.tree.EntryBundle;

/// Where leaves come from. Not trusted: it may have been restored, cut or rewritten.
interface LeafSource {
  /// The number of the last entry.
  long head();

  /// Gives the leaves of the entries from `first` to `last`.
  void leaves(long first, long last, EntryBundle.Entries leaves);

  /// The leaves in the database.
  static LeafSource of(LeafReader reader) {
    return new LeafSource() {
      @Override
      public long head() {
        return reader.head();
      }

      @Override
      public void leaves(long first, long last, EntryBundle.Entries leaves) {
        reader.leaves(first, last, leaves);
      }
    };
  }
}
