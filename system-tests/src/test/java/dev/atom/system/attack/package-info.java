// SPDX-License-Identifier: Apache-2.0
/// Attacks on GATE over the wire: each with its stated outcome, with the upstream that must not be
/// reached, and with the audit entry that must be left. Start at
/// [dev.atom.system.attack.AttackField].
@NullMarked
package dev.atom.system.attack;

import org.jspecify.annotations.NullMarked;
