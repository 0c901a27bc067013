// SPDX-License-Identifier: Apache-2.0
/// Tests of the nightly export, on a real database.
@NullMarked
package dev.atom.archiver.export;

import org.jspecify.annotations.NullMarked;
