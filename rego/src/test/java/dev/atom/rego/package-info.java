// SPDX-License-Identifier: Apache-2.0
/// Tests of the language: the compliance suite, what is refused, what an evaluation tells.
@NullMarked
package dev.atom.rego;

import org.jspecify.annotations.NullMarked;
