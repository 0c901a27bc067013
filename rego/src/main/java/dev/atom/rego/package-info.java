// SPDX-License-Identifier: Apache-2.0
/// Rego on the JVM: parse, check, compile and evaluate `.rego` text, with the reasons of a result.
@NullMarked
package dev.atom.rego;

import org.jspecify.annotations.NullMarked;
