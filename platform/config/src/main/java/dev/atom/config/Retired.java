// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A key that existed once: a start with it is refused, with advice. Stands on the root record.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Retired.Keys.class)
public @interface Retired {
  /// The full path of the key, such as `limits.burst`.
  String key();

  /// What to do instead.
  String advice();

  /// The list that several [Retired] on one record make.
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Keys {
    /// The retired keys.
    Retired[] value();
  }
}
