// SPDX-License-Identifier: Apache-2.0
/// Keeps the [dev.atom.gate.World] current: follows the control plane and the policy folder.
@NullMarked
package dev.atom.gate.world;

import org.jspecify.annotations.NullMarked;
