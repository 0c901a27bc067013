// SPDX-License-Identifier: Apache-2.0
/// Tests with a database.
@NullMarked
package dev.atom.archiver.restore;

import org.jspecify.annotations.NullMarked;
