// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.finding;

/// What an exemption may be narrowed to, beyond the object and the field of a [Finding].
///
/// @param container the container; empty when the finding is about none
/// @param key the key in a ConfigMap or Secret, the name of a variable or annotation; empty for
///   none
/// @param valueDigest SHA-256 in hexadecimal of the value that was found; empty for none
public record Scope(String container, String key, String valueDigest) {
  /// About the object or field as a whole.
  public static final Scope WHOLE = new Scope("", "", "");
}
