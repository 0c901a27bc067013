// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value of a component that nobody set, in the form in which the file would give it. For a
/// list the elements are separated by commas, and empty text is the empty list.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /// The value as text.
  String value();
}
