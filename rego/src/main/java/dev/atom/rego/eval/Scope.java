// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.Value;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The world a statement sees: input, base documents, what `with` replaced, and the rule results
/// that hold in that world.
final class Scope {
  final @Nullable Value input;
  final ObjectValue data;
  final @Nullable Set<DocNode> masked;
  final @Nullable Map<Object, Object> mocks;
  final @Nullable Object[] cache;

  Scope(
      @Nullable Value input,
      ObjectValue data,
      @Nullable Set<DocNode> masked,
      @Nullable Map<Object, Object> mocks,
      int groups) {
    this.input = input;
    this.data = data;
    this.masked = masked;
    this.mocks = mocks;
    this.cache = new Object[groups];
  }

  boolean hides(DocNode node) {
    return masked != null && masked.contains(node);
  }

  /// The same world with the original functions, as a replacement of a function sees it.
  Scope withoutMocks() {
    return new Scope(input, data, masked, null, cache.length);
  }
}
