// SPDX-License-Identifier: Apache-2.0
/// Remembers the last checkpoint of each log and confirms the next one only if it continues it: see
/// [dev.atom.witness.WitnessMain].
@NullMarked
package dev.atom.witness;

import org.jspecify.annotations.NullMarked;
