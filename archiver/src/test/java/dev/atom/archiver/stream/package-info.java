// SPDX-License-Identifier: Apache-2.0
/// Tests of the copies of the trail.
@NullMarked
package dev.atom.archiver.stream;

import org.jspecify.annotations.NullMarked;
