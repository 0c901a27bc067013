// SPDX-License-Identifier: Apache-2.0
/// Tests of the checklists: each item broken alone fails alone.
@NullMarked
package dev.atom.posture.baseline;

import org.jspecify.annotations.NullMarked;
