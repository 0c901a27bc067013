// SPDX-License-Identifier: Apache-2.0
/// The functions the language brings along, in one table per family. Start at
/// [dev.atom.rego.builtin.Builtins].
@NullMarked
package dev.atom.rego.builtin;

import org.jspecify.annotations.NullMarked;
