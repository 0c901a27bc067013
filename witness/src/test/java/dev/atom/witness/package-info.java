// SPDX-License-Identifier: Apache-2.0
/// Tests of the witness.
@NullMarked
package dev.atom.witness;

import org.jspecify.annotations.NullMarked;
