// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

/// One thing that is wrong with the configuration.
///
/// @param path the key, such as `listener.port`; empty for the file as a whole
/// @param value what was given, `***` for secrets, empty when nothing was
/// @param origin where it was given, such as `gate.yaml:12`
/// @param what what is wrong with it
/// @param wayOut what to do
public record ConfigProblem(String path, String value, String origin, String what, String wayOut) {
  @Override
  public String toString() {
    var text = new StringBuilder(path.isEmpty() ? "configuration" : path);
    if (!value.isEmpty()) {
      text.append(" = ").append(value);
    }
    text.append(" (").append(origin).append("): ").append(what);
    if (!wayOut.isEmpty()) {
      text.append("; ").append(wayOut);
    }
    return text.toString();
  }
}
