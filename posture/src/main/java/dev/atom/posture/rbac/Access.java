// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

/// One thing a caller may want to do, as the API server's authorizer sees it.
public sealed interface Access {
  /// The verb, in lower case.
  String verb();

  /// An access to objects.
  ///
  /// @param group the API group; empty is the core group
  /// @param resource in the plural, without subresource
  /// @param subresource empty for the object itself
  /// @param name empty when no one object is meant, as for create and most lists
  record OnResource(String verb, String group, String resource, String subresource, String name)
      implements Access {
    /// Resource and subresource as rules write them: `pods/exec`.
    public String combined() {
      return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
  }

  /// An access to a path that is no object: `/metrics`.
  record OnPath(String verb, String path) implements Access {}

  /// An access to any object of `resource`, which may name a subresource: `pods/exec`.
  static OnResource to(String verb, String group, String resource) {
    int slash = resource.indexOf('/');
    return slash < 0
        ? new OnResource(verb, group, resource, "", "")
        : new OnResource(
            verb, group, resource.substring(0, slash), resource.substring(slash + 1), "");
  }
}
