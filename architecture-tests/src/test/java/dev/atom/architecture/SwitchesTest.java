// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A switch over our own sealed types or enums has no `default`: a new case must break the build,
/// not fall into a branch that was written before it existed.
final class SwitchesTest {
  private static final Pattern SWITCH = Pattern.compile("\\bswitch\\s*\\(");
  private static final Pattern LABEL = Pattern.compile("\\bcase\\s+([^:]*?)\\s*(?:->|:)");
  private static final Pattern DEFAULT = Pattern.compile("\\bdefault\\s*(?:->|:)");

  @Test
  void switchesOverOurOwnTypesHaveNoDefault() {
    var findings =
        new Findings(
            "A default over a sealed type or enum of ours. Name the remaining cases (`case A, B ->`)"
                + " or list the type or the file in allowed-defaults.txt with the reason:");
    var allowed = Repository.table("allowed-defaults.txt").stream().map(List::getFirst).toList();
    var families =
        CompiledClasses.main().stream()
            .filter(type -> !type.cases().isEmpty() && !allowed.contains(type.name()))
            .map(CompiledClass::cases)
            .toList();
    for (Room room : Repository.rooms()) {
      for (var file : Repository.sources(room, "main")) {
        String name = Repository.relative(file);
        if (!allowed.contains(name)) {
          check(name, JavaText.codeOnly(Repository.read(file)), families, findings::add);
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void theRuleSeesThroughNestingAndWords() {
    var families = List.of(Set.of("A", "B", "C"));
    String guilty =
        "switch (x) { case Outer.A a when f(a, 1) -> { switch (y) { default -> g(); } }"
            + " case B(var b) -> h(b); default -> k(); }";
    String innocent =
        "switch (x) { case A _, B _ -> \"default -> \"; // default -> no\n case C _ -> 1; }"
            + " switch (y) { case String s -> s; default -> 0; }";

    assertThat(found(guilty, families)).hasSize(1);
    assertThat(found(innocent, families)).isEmpty();
  }

  private static List<String> found(String source, List<Set<String>> families) {
    var found = new ArrayList<String>();
    check("Sample.java", JavaText.codeOnly(source), families, found::add);
    return found;
  }

  private static void check(
      String file, String code, List<Set<String>> families, Consumer<String> findings) {
    var matcher = SWITCH.matcher(code);
    while (matcher.find()) {
      String body = ownText(code, code.indexOf('{', matcher.end()));
      Set<String> labels = labels(body);
      if (DEFAULT.matcher(body).find()
          && !labels.isEmpty()
          && families.stream().anyMatch(family -> family.containsAll(labels))) {
        findings.accept(file + ":" + JavaText.line(code, matcher.start()) + " " + labels);
      }
    }
  }

  /// The block that begins at `open`, with inner blocks blanked.
  private static String ownText(String code, int open) {
    var own = new StringBuilder();
    int depth = 0;
    for (int i = open; i >= 0 && i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        break;
      } else if (depth == 1) {
        own.append(c);
      }
    }
    return own.toString();
  }

  /// Simple names of the types or constants that the labels name; literals are blanked already.
  private static Set<String> labels(String body) {
    var names = new LinkedHashSet<String>();
    var matcher = LABEL.matcher(body);
    while (matcher.find()) {
      for (String label : parts(matcher.group(1))) {
        String name = label.strip().split("[\\s(<]", 2)[0];
        names.add(name.substring(name.lastIndexOf('.') + 1));
      }
    }
    names.remove("");
    names.remove("null");
    return names;
  }

  /// Cuts at commas outside parentheses.
  private static List<String> parts(String label) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(label.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(label.substring(start));
    return parts;
  }
}
