// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a component is for, in one sentence: the last column of the generated configuration page.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
  /// The sentence.
  String value();
}
