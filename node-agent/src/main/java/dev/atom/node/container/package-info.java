// SPDX-License-Identifier: Apache-2.0
/// Containers, found by their control groups alone, and what these say. No runtime is asked.
@NullMarked
package dev.atom.node.container;

import org.jspecify.annotations.NullMarked;
