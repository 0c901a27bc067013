// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the rows of `docs/features.md` that a test shows, as the last column of the row demands.
/// `./atom features` joins these marks with the results of the last test run.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Feature {
  /// Row numbers, such as `B14`.
  String[] value();
}
