// SPDX-License-Identifier: Apache-2.0
/// The way back from an archive: [dev.atom.archiver.restore.Restore] verifies a whole export and
/// puts its entries into a read-only table.
@NullMarked
package dev.atom.archiver.restore;

import org.jspecify.annotations.NullMarked;
