// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.finding;

import dev.atom.posture.manifest.Place;
import java.util.Comparator;
import java.util.Objects;

/// One thing that is not as demanded: what it is, what the rule demands, how to mend it.
///
/// The same objects give equal findings from a file, from Helm and from a cluster, except for
/// [#place], which is where a person looks and is no part of what was found. No part of a finding
/// holds a secret value.
///
/// @param rule the rule's stable id
/// @param severity how much harm it can do
/// @param subject the object
/// @param place where it was read
/// @param fieldPath the field in the object, `spec.template.spec.containers[web].image`; elements
///   of named lists by name
/// @param found what is there, in words that are the same whatever the source
/// @param demanded what the rule demands
/// @param mend what to do
public record Finding(
    String rule,
    Severity severity,
    Subject subject,
    Place place,
    String fieldPath,
    String found,
    String demanded,
    String mend)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::subject)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::fieldPath)
          .thenComparing(Finding::found)
          .thenComparing(Finding::demanded)
          .thenComparing(Finding::place);

  public Finding {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(place, "place");
  }

  /// This finding, read elsewhere.
  public Finding at(Place elsewhere) {
    return new Finding(rule, severity, subject, elsewhere, fieldPath, found, demanded, mend);
  }

  /// Whether `other` says the same, wherever it was read.
  public boolean saysTheSame(Finding other) {
    return rule.equals(other.rule)
        && subject.equals(other.subject)
        && fieldPath.equals(other.fieldPath)
        && found.equals(other.found)
        && demanded.equals(other.demanded);
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
