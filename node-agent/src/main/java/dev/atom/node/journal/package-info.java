// SPDX-License-Identifier: Apache-2.0
/// What the agent tells its operator: one JSON line per event on standard error, and nothing else.
@NullMarked
package dev.atom.node.journal;

import org.jspecify.annotations.NullMarked;
