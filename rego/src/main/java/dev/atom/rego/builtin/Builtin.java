// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import org.jspecify.annotations.Nullable;

/// A function of the language: its name, how many arguments it takes, and what it does.
public record Builtin(String name, int arity, Body body) {
  /// What a builtin does. Null means undefined.
  @FunctionalInterface
  public interface Body {
    @Nullable Value call(BuiltinContext context, Value[] args);
  }
}
