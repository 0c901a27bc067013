// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/// Somebody a binding names.
///
/// @param namespace that of a service account; empty for users and groups
public record Subject(Kind kind, String namespace, String name) implements Comparable<Subject> {
  private static final String ACCOUNT_USER = "system:serviceaccount:";
  private static final Comparator<Subject> ORDER =
      Comparator.comparing(Subject::kind)
          .thenComparing(Subject::namespace)
          .thenComparing(Subject::name);

  /// What a subject is.
  public enum Kind {
    /// A service account of a namespace.
    SERVICE_ACCOUNT("ServiceAccount"),
    /// A person or program the authenticator names.
    USER("User"),
    /// Everybody the authenticator puts there.
    GROUP("Group");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// The word of manifests.
    public String word() {
      return word;
    }
  }

  /// A service account.
  public static Subject account(String namespace, String name) {
    return new Subject(Kind.SERVICE_ACCOUNT, namespace, name);
  }

  /// A user; the name the API server gives a service account becomes that account.
  public static Subject user(String name) {
    if (name.startsWith(ACCOUNT_USER)) {
      int colon = name.indexOf(':', ACCOUNT_USER.length());
      if (colon > 0) {
        return account(name.substring(ACCOUNT_USER.length(), colon), name.substring(colon + 1));
      }
    }
    return new Subject(Kind.USER, "", name);
  }

  /// A group.
  public static Subject group(String name) {
    return new Subject(Kind.GROUP, "", name);
  }

  /// The groups the API server puts this subject in by itself.
  public Set<String> ownGroups() {
    return switch (kind) {
      case SERVICE_ACCOUNT ->
          new TreeSet<>(
              Set.of(
                  "system:serviceaccounts",
                  "system:serviceaccounts:" + namespace,
                  "system:authenticated"));
      case USER ->
          Set.of(
              name.equals("system:anonymous") ? "system:unauthenticated" : "system:authenticated");
      case GROUP -> implied();
    };
  }

  /// Who is in a group of service accounts, or in one of the authenticator's, is authenticated.
  private Set<String> implied() {
    var groups = new TreeSet<>(Set.of(name));
    if (!name.equals("system:unauthenticated")) {
      groups.add("system:authenticated");
    }
    if (name.startsWith("system:serviceaccounts:")) {
      groups.add("system:serviceaccounts");
    }
    return groups;
  }

  /// `ServiceAccount ns/name`, `User name`, `Group name`.
  public String text() {
    return kind.word() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }

  @Override
  public int compareTo(Subject other) {
    return ORDER.compare(this, other);
  }
}
