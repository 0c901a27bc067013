// SPDX-License-Identifier: Apache-2.0
/// Nodes, facts and recent measurements in PostgreSQL, where every row belongs to one tenant.
@NullMarked
package dev.atom.intake.store;

import org.jspecify.annotations.NullMarked;
