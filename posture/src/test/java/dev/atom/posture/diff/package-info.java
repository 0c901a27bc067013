// SPDX-License-Identifier: Apache-2.0
/// Tests of what changed between two releases: planted changes are told, text is not.
@NullMarked
package dev.atom.posture.diff;

import org.jspecify.annotations.NullMarked;
