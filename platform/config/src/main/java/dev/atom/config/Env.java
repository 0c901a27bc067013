// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The environment variable that overrides a component; an empty variable counts as unset.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Env {
  /// The name, such as `GATE_PORT`.
  String value();
}
