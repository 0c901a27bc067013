// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;

/// A compiled term with variables not bound yet: compares with a value and binds them.
@FunctionalInterface
interface Pattern {
  boolean match(Frame frame, Value value);
}
