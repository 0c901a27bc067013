// SPDX-License-Identifier: Apache-2.0
/// What every judge of this room says when something is not as demanded: one [Finding], in one
/// order, without a secret in it.
@NullMarked
package dev.atom.posture.finding;

import org.jspecify.annotations.NullMarked;
