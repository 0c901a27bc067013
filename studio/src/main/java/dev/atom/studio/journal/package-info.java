// SPDX-License-Identifier: Apache-2.0
/// Ties what changes to what is written down: [dev.atom.studio.journal.Ledger] commits no change
/// whose audit entry is not durable.
@NullMarked
package dev.atom.studio.journal;

import org.jspecify.annotations.NullMarked;
