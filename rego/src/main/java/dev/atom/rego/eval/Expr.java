// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import org.jspecify.annotations.Nullable;

/// A compiled term: gives its value in a frame, or null when it is undefined.
@FunctionalInterface
interface Expr {
  @Nullable Value eval(Frame frame);
}
