// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.Comparator;

/// The smallest part of a rule: one verb on one resource, or on one path.
///
/// Its words may be `*`: "everything" is one atom too, and only a rule that says everything covers
/// it.
public sealed interface Atom extends Comparable<Atom> {
  /// What sets the order of lists.
  String text();

  /// The verb.
  String verb();

  @Override
  default int compareTo(Atom other) {
    return Comparator.comparing(Atom::text).compare(this, other);
  }

  /// A verb on a resource.
  ///
  /// @param resource with subresource, as rules write it
  /// @param name empty: of every object
  record Resource(String group, String resource, String verb, String name) implements Atom {
    @Override
    public String text() {
      return verb
          + " "
          + resource
          + (group.isEmpty() ? "" : "." + group)
          + (name.isEmpty() ? "" : " named " + name);
    }
  }

  /// A verb on a path that is no object.
  record Path(String path, String verb) implements Atom {
    @Override
    public String text() {
      return verb + " " + path;
    }
  }
}
