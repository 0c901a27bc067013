// SPDX-License-Identifier: Apache-2.0
/// Signed statements about the tree, in C2SP's formats: signed notes, checkpoints, cosignatures of
/// witnesses, proofs that stand alone; and the keys that sign. Parsers accept exactly what a writer
/// must write, and name what else they see. See [dev.atom.audit.checkpoint.SignedNote].
@NullMarked
package dev.atom.audit.checkpoint;

import org.jspecify.annotations.NullMarked;
