// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.finding.Subject;
import dev.atom.posture.manifest.Place;

/// How roles and bindings without a manifest are named in findings.
final class RbacFindings {
  /// The place of what was computed and not read.
  static final Place NOWHERE = new Place("-", 0, 0);

  private static final String VERSION = "rbac.authorization.k8s.io/v1";

  private RbacFindings() {}

  /// The object that `text`, as [Role#text] and [Binding#text] write it, names.
  static Subject subject(String text) {
    int space = text.indexOf(' ');
    String kind = text.substring(0, space);
    String name = text.substring(space + 1);
    int slash = name.indexOf('/');
    return slash < 0
        ? new Subject(VERSION, kind, "", name)
        : new Subject(VERSION, kind, name.substring(0, slash), name.substring(slash + 1));
  }
}
