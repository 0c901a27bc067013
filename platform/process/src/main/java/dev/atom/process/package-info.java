// SPDX-License-Identifier: Apache-2.0
/// How a server process of ours begins, runs and ends: see [dev.atom.process.ServerProcess].
@NullMarked
package dev.atom.process;

import org.jspecify.annotations.NullMarked;
