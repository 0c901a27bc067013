// SPDX-License-Identifier: Apache-2.0
/// PostgreSQL for every room: where it is ([PostgresUrl]), a pool with transactions ([Database]),
/// and the one migration path ([Migrations]).
@NullMarked
package dev.atom.storage;

import org.jspecify.annotations.NullMarked;
