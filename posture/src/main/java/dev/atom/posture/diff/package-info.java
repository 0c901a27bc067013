// SPDX-License-Identifier: Apache-2.0
/// What changed between two releases in effect, not in text: permissions, reachable pairs, pod
/// security levels, mounted secrets, exemptions, and values that somebody must have reviewed. Pure;
/// [PostureDiff] is the entry.
@NullMarked
package dev.atom.posture.diff;

import org.jspecify.annotations.NullMarked;
