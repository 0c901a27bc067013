// SPDX-License-Identifier: Apache-2.0
/// Tests of the node agent, on made hosts and on this one.
@NullMarked
package dev.atom.node.container;

import org.jspecify.annotations.NullMarked;
