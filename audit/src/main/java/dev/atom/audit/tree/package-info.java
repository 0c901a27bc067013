// SPDX-License-Identifier: Apache-2.0
/// The Merkle tree over the trail's public records, as RFC 6962 defines it, its proofs, and the
/// files that C2SP's tlog-tiles publishes it in. Pure: bytes in, bytes out. See
/// [dev.atom.audit.tree.MerkleFrontier].
@NullMarked
package dev.atom.audit.tree;

import org.jspecify.annotations.NullMarked;
