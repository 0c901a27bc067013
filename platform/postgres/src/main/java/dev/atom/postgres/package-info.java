// SPDX-License-Identifier: Apache-2.0
/// A real PostgreSQL that Atom brings along: unpacked under a folder of its own, started as a child
/// process, found again after a crash. Entry: [dev.atom.postgres.EmbeddedPostgres].
@NullMarked
package dev.atom.postgres;

import org.jspecify.annotations.NullMarked;
