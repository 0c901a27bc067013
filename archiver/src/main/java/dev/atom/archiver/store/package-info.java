// SPDX-License-Identifier: Apache-2.0
/// Where archived objects are kept so that nobody can change them before their time:
/// [dev.atom.archiver.store.ArchiveStore] and its implementations.
@NullMarked
package dev.atom.archiver.store;

import org.jspecify.annotations.NullMarked;
