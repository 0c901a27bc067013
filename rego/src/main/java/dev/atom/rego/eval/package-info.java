// SPDX-License-Identifier: Apache-2.0
/// From syntax trees to answers: names are resolved, bodies ordered so that every variable is bound
/// before it is read, and the result is a tree of closures over an array of slots. Start at
/// [dev.atom.rego.eval.Linker].
@NullMarked
package dev.atom.rego.eval;

import org.jspecify.annotations.NullMarked;
