// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// What rules mean, the slow way: the set of every access of a small world they permit. The world
/// has, beside the words rules are made of, one of each kind that no rule names; so `*` and a list
/// of all the other words differ, as they do outside.
final class RuleOracle {
  private static final String NEW = "never-named";
  private static final List<String> VERBS = List.of("get", "list", "create");
  private static final List<String> GROUPS = List.of("", "apps");
  private static final List<String> RESOURCES = List.of("pods", "secrets");
  private static final List<String> SUBRESOURCES = List.of("exec", "log");
  private static final List<String> NAMES = List.of("a", "b");
  private static final List<String> PATHS = List.of("/healthz", "/metrics", "/metrics/x", "/m");

  private RuleOracle() {}

  static Set<String> meaning(List<Rule> rules) {
    var meaning = new TreeSet<String>();
    for (Rule rule : rules) {
      objects(rule, meaning);
      paths(rule, meaning);
    }
    return meaning;
  }

  /// Every access of the world.
  static List<Access> world() {
    List<Access> world = new ArrayList<>();
    for (String verb : with(VERBS, NEW)) {
      for (String group : with(GROUPS, NEW)) {
        for (String resource : with(RESOURCES, NEW)) {
          for (String sub : with(SUBRESOURCES, NEW, "")) {
            for (String name : with(NAMES, NEW, "")) {
              world.add(new Access.OnResource(verb, group, resource, sub, name));
            }
          }
        }
      }
      with(PATHS, "/" + NEW).forEach(path -> world.add(new Access.OnPath(verb, path)));
    }
    return world;
  }

  private static void objects(Rule rule, Set<String> meaning) {
    for (String verb : spread(rule.verbs(), VERBS)) {
      for (String group : spread(rule.groups(), GROUPS)) {
        for (String resource : with(RESOURCES, NEW)) {
          for (String sub : with(SUBRESOURCES, NEW, "")) {
            if (rule.resources().contains("*")
                || rule.resources().contains(sub.isEmpty() ? resource : resource + "/" + sub)
                || (!sub.isEmpty() && rule.resources().contains("*/" + sub))) {
              for (String name : rule.names().isEmpty() ? with(NAMES, NEW, "") : rule.names()) {
                meaning.add(new Access.OnResource(verb, group, resource, sub, name).toString());
              }
            }
          }
        }
      }
    }
  }

  private static void paths(Rule rule, Set<String> meaning) {
    for (String verb : spread(rule.verbs(), VERBS)) {
      for (String path : with(PATHS, "/" + NEW)) {
        for (String own : rule.paths()) {
          boolean open = own.endsWith("*");
          String stem = open ? own.substring(0, own.length() - 1) : own;
          if (open ? path.startsWith(stem) : path.equals(own)) {
            meaning.add(new Access.OnPath(verb, path).toString());
          }
        }
      }
    }
  }

  private static List<String> spread(List<String> words, List<String> world) {
    return words.contains("*") ? with(world, NEW) : words;
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  static List<Rule> rules(RandomGenerator random, int most) {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      rules.add(random.nextInt(5) == 0 ? path(random) : object(random));
    }
    return rules;
  }

  private static Rule object(RandomGenerator random) {
    return new Rule(
        some(random, with(VERBS, "*"), 1),
        some(random, with(GROUPS, "*"), 1),
        some(
            random,
            List.of("pods", "secrets", "pods/exec", "pods/log", "secrets/log", "*/exec", "*"),
            1),
        random.nextInt(3) == 0 ? some(random, NAMES, 1) : List.of(),
        List.of());
  }

  private static Rule path(RandomGenerator random) {
    return new Rule(
        some(random, with(VERBS, "*"), 1),
        List.of(),
        List.of(),
        List.of(),
        some(random, List.of("/healthz", "/metrics", "/metrics/*", "/m*", "*"), 1));
  }

  private static List<String> some(RandomGenerator random, List<String> words, int least) {
    var some = new TreeSet<String>();
    int wanted = least + random.nextInt(2);
    while (some.size() < Math.min(wanted, words.size())) {
      some.add(words.get(random.nextInt(words.size())));
    }
    return List.copyOf(some);
  }
}
