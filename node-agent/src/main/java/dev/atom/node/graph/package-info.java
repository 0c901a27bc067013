// SPDX-License-Identifier: Apache-2.0
/// What is known about the node, and how it changes: see [dev.atom.node.graph.FactBook].
@NullMarked
package dev.atom.node.graph;

import org.jspecify.annotations.NullMarked;
