// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.tree;

/// Where proofs get the hashes of complete subtrees from. It is not trusted: whoever makes a proof
/// from it verifies the proof.
@FunctionalInterface
public interface NodeSource {
  /// The root of the subtree over the leaves from `index` 2^`height` to before (`index` + 1)
  /// 2^`height`.
  TreeHash node(int height, long index);
}
