// SPDX-License-Identifier: Apache-2.0
/// The checklists of the four security pages as checks: each item by its id, with evidence and the
/// command that shows it. What cannot be seen in objects needs a dated proof. Pure; [Baseline] is
/// the entry.
@NullMarked
package dev.atom.posture.baseline;

import org.jspecify.annotations.NullMarked;
