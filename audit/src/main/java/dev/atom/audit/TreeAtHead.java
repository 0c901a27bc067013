// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.tree.TreeHash;
import java.util.Optional;

/// Knows the tree over a chain up to where it ends, for the entry that closes a segment. Asked
/// while the head is locked, so it must not take long.
@FunctionalInterface
public interface TreeAtHead {
  /// A tree that is never known.
  TreeAtHead UNKNOWN = _ -> Optional.empty();

  /// The root over the first `size` entries, which are all there are; empty when it is not known.
  Optional<TreeHash> root(long size);
}
