// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.Optional;

/// The identifier of a user: a UUID in lower case.
///
/// @param value the 36 characters
public record UserId(String value) {
  public UserId {
    CanonicalUuid.require(value, "user id");
  }

  /// Reads the one written form.
  ///
  /// @throws IllegalArgumentException naming the text when it is anything else
  public static UserId parse(String text) {
    return new UserId(text);
  }

  /// Reads text that comes from outside; empty when it is not the one written form.
  public static Optional<UserId> read(String text) {
    return CanonicalUuid.matches(text) ? Optional.of(new UserId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
