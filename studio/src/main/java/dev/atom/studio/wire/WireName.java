// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name on the wire of a record component whose own name Java does not allow. For bodies that
/// come in only.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface WireName {
  String value();
}
