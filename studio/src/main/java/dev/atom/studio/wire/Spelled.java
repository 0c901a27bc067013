// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

/// An enum whose constants are not written as their names in lower case.
public interface Spelled {
  /// The name on the wire.
  String written();
}
