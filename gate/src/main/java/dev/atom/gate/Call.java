// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

/// What a request asks for, read from its head and, where needed, its body.
public sealed interface Call {
  /// A call of a model.
  ///
  /// @param model as named in the body
  /// @param streamed whether the answer is to come in chunks
  record Model(String model, boolean streamed) implements Call {}

  /// Anything whose body decides nothing.
  record Plain() implements Call {}
}
