// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.ArrayList;
import java.util.List;

/// One rule of a role: any of its verbs on any of its resources or paths.
///
/// Matching is that of the API server: `pods` does not include `pods/exec`, `pods/*` matches
/// nothing, the core group is the empty string, and a rule with resource names never matches an
/// access without one, so it grants neither create nor a plain list.
public record Rule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> paths) {
  public Rule {
    verbs = List.copyOf(verbs);
    groups = List.copyOf(groups);
    resources = List.copyOf(resources);
    names = List.copyOf(names);
    paths = List.copyOf(paths);
  }

  /// A rule about objects, all of them.
  public static Rule on(List<String> groups, List<String> resources, List<String> verbs) {
    return new Rule(verbs, groups, resources, List.of(), List.of());
  }

  /// Whether this rule alone permits `access`.
  public boolean permits(Access access) {
    return switch (access) {
      case Access.OnResource it ->
          has(verbs, it.verb())
              && has(groups, it.group())
              && resourceMatches(it)
              && (names.isEmpty() || names.contains(it.name()));
      case Access.OnPath(String verb, String path) ->
          has(verbs, verb) && paths.stream().anyMatch(own -> pathCovers(own, path));
    };
  }

  /// Whether this rule permits `access` to some object, be it one it names.
  ///
  /// Names cannot limit create and deletecollection: such a rule gives neither.
  public boolean touches(Access.OnResource access) {
    boolean nameless = access.verb().equals("create") && access.subresource().isEmpty();
    return has(verbs, access.verb())
        && has(groups, access.group())
        && resourceMatches(access)
        && (names.isEmpty() || !(nameless || access.verb().equals("deletecollection")));
  }

  private boolean resourceMatches(Access.OnResource it) {
    return resources.contains("*")
        || resources.contains(it.combined())
        || (!it.subresource().isEmpty() && resources.contains("*/" + it.subresource()));
  }

  /// Whether this rule alone gives all that the atom gives.
  boolean covers(Atom atom) {
    return switch (atom) {
      case Atom.Resource(String group, String resource, String verb, String name) ->
          has(verbs, verb)
              && has(groups, group)
              && resourceCovers(resource)
              && (names.isEmpty() || (!name.isEmpty() && names.contains(name)));
      case Atom.Path(String path, String verb) ->
          has(verbs, verb) && paths.stream().anyMatch(own -> pathCovers(own, path));
    };
  }

  private boolean resourceCovers(String resource) {
    if (resources.contains("*") || resources.contains(resource)) {
      return true;
    }
    int slash = resource.indexOf('/');
    return slash >= 0 && resources.contains("*" + resource.substring(slash));
  }

  /// This rule in parts that cannot be split further, in its own order.
  List<Atom> atoms() {
    List<Atom> atoms = new ArrayList<>();
    for (String group : groups) {
      for (String resource : resources) {
        for (String verb : verbs) {
          if (names.isEmpty()) {
            atoms.add(new Atom.Resource(group, resource, verb, ""));
          }
          names.forEach(name -> atoms.add(new Atom.Resource(group, resource, verb, name)));
        }
      }
    }
    for (String path : paths) {
      verbs.forEach(verb -> atoms.add(new Atom.Path(path, verb)));
    }
    return atoms;
  }

  private static boolean has(List<String> words, String word) {
    return words.contains("*") || words.contains(word);
  }

  /// A star stands only at the end of a path, and there for anything.
  private static boolean pathCovers(String own, String path) {
    if (own.equals("*") || own.equals(path)) {
      return true;
    }
    return own.endsWith("*") && path.startsWith(withoutStars(own));
  }

  private static String withoutStars(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '*') {
      end--;
    }
    return text.substring(0, end);
  }
}
