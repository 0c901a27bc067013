// SPDX-License-Identifier: Apache-2.0
/// Tests of the retention, on a real database.
@NullMarked
package dev.atom.archiver.retention;

import org.jspecify.annotations.NullMarked;
