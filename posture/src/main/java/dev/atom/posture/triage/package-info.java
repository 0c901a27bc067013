// SPDX-License-Identifier: Apache-2.0
/// What an incident needs of the posture: was the contract violated, excused or silent at a time,
/// an incident's record, and what may leave in a debug bundle. Pure; [Triage] is the entry.
@NullMarked
package dev.atom.posture.triage;

import org.jspecify.annotations.NullMarked;
