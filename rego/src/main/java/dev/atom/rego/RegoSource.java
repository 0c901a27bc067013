// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import static java.util.Objects.requireNonNull;

/// One source file: the name errors and hits show, and its text.
public record RegoSource(String file, String text) {
  public RegoSource {
    requireNonNull(file, "file");
    requireNonNull(text, "text");
  }
}
