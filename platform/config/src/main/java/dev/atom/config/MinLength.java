// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The least number of characters of a secret, where the usual 32 is wrong because somebody else
/// makes the secret.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface MinLength {
  /// The number of characters.
  int value();
}
