// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.exemption;

import dev.atom.posture.finding.Finding;
import dev.atom.posture.finding.Judgement;

/// What an [Exemption] covers of the findings of its check. What is empty is not looked at.
///
/// @param kind the kind of the object
/// @param namespace the namespace of the object
/// @param name the name of the object
/// @param container the container
/// @param field the path of the field, or its end
/// @param key the key in a ConfigMap or Secret, or the name of a variable or annotation
/// @param valueDigest SHA-256 of the value, in hexadecimal
public record ExemptionScope(
    String kind,
    String namespace,
    String name,
    String container,
    String field,
    String key,
    String valueDigest) {

  /// Whether a finding is within it, values aside.
  boolean reaches(Judgement judgement) {
    Finding finding = judgement.finding();
    return isOr(kind, finding.subject().kind())
        && isOr(namespace, finding.subject().namespace())
        && isOr(name, finding.subject().name())
        && isOr(container, judgement.scope().container())
        && (field.isEmpty() || isField(finding.fieldPath()))
        && isOr(key, judgement.scope().key());
  }

  /// Whether the value is the one it was given for.
  boolean isOfValue(Judgement judgement) {
    return isOr(valueDigest, judgement.scope().valueDigest());
  }

  private boolean isField(String path) {
    return path.equals(field) || path.endsWith("." + field);
  }

  private static boolean isOr(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }

  /// Whether it names no object.
  boolean isBroad() {
    return name.isEmpty();
  }
}
