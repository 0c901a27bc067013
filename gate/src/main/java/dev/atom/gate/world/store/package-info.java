// SPDX-License-Identifier: Apache-2.0
/// Reads the control plane's tables.
@NullMarked
package dev.atom.gate.world.store;

import org.jspecify.annotations.NullMarked;
