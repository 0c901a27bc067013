// SPDX-License-Identifier: Apache-2.0
/// Intake with real agents, a real database, and senders that lie.
@NullMarked
package dev.atom.intake;

import org.jspecify.annotations.NullMarked;
