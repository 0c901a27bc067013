// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.Optional;

/// The identifier of a domain: a UUID in lower case.
///
/// @param value the 36 characters
public record DomainId(String value) {
  public DomainId {
    CanonicalUuid.require(value, "domain id");
  }

  /// Reads the one written form.
  ///
  /// @throws IllegalArgumentException naming the text when it is anything else
  public static DomainId parse(String text) {
    return new DomainId(text);
  }

  /// Reads text that comes from outside; empty when it is not the one written form.
  public static Optional<DomainId> read(String text) {
    return CanonicalUuid.matches(text) ? Optional.of(new DomainId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
