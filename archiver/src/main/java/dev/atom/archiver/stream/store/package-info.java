// SPDX-License-Identifier: Apache-2.0
/// How far each copy of the trail is, and what comes after:
/// [dev.atom.archiver.stream.store.Cursors] and [dev.atom.archiver.stream.store.ChainFeed].
@NullMarked
package dev.atom.archiver.stream.store;

import org.jspecify.annotations.NullMarked;
