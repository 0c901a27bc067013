// SPDX-License-Identifier: Apache-2.0
/// The text side of the language: tokens, the syntax tree and the parser that makes one from the
/// other, bounded in depth and size. Start at [dev.atom.rego.parse.Parser].
@NullMarked
package dev.atom.rego.parse;

import org.jspecify.annotations.NullMarked;
