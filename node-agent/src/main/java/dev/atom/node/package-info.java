// SPDX-License-Identifier: Apache-2.0
/// The node agent: reads the host's kernel files, sends what it finds to intake, and does nothing
/// else. See [dev.atom.node.NodeMain].
@NullMarked
package dev.atom.node;

import org.jspecify.annotations.NullMarked;
