// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an entry that closes a segment says of the tree over all entries before it.
///
/// @param seq its number
/// @param size how many entries it speaks of
/// @param root as it says, base64
record Closing(long seq, long size, String root) {
  /// What `row` says; empty when it closes no segment or says nothing of the tree.
  static Optional<Closing> of(EntryRow row) {
    return row.is(EntryRow.KIND, LinkRules.CLOSE)
        ? of(row.seq(), LinkRules.details(row))
        : Optional.empty();
  }

  /// What the details of the closing entry `seq` say.
  static Optional<Closing> of(long seq, Map<String, @Nullable Object> details) {
    Object size = details.get("tree_size");
    Object root = details.get("tree_root");
    return size == null && root == null
        ? Optional.empty()
        : Optional.of(
            new Closing(seq, size instanceof Long number ? number : -1, String.valueOf(root)));
  }
}
