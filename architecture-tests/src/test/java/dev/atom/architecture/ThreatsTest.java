// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The threat model and the code hold each other: every threat has the line that stops it and the
/// test that tries it, and every such line is in the model.
final class ThreatsTest {
  private static final Pattern MARK = Pattern.compile("SECURITY\\((T-\\d\\d)\\)");
  private static final Pattern PLAIN_MARK = Pattern.compile("//+ ?.*\\bSECURITY:");
  private static final Pattern ROW = Pattern.compile("\\| (T-\\d\\d) \\|.*");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w+)`");
  private static final Set<String> PROVENANCE = Set.of("documented", "confirmed", "inferred");

  private final Names names = new Names();
  private final Map<String, List<String>> threats = threats();

  @Test
  void everyThreatNamesLinesThatCarryItsMark() {
    var findings =
        new Findings(
            "A threat whose \"where\" names no type with its mark. Mark the line that enforces the"
                + " rule with `// SECURITY(T-nn): reason` and name its type:");
    var marks = marks();
    threats.forEach((id, cells) -> {
      var matcher = TYPE.matcher(cells.get(4));
      boolean any = false;
      while (matcher.find()) {
        any = true;
        if (!marks.getOrDefault(id, Set.of()).contains(matcher.group(1))) {
          findings.add(id + ": no mark in " + matcher.group(1));
        }
      }
      if (!any) {
        findings.add(id + ": names no type");
      }
    });
    findings.expectNone();
  }

  @Test
  void everyMarkInTheCodeIsInTheModel() {
    var findings =
        new Findings("A mark that THREAT_MODEL.md does not name beside its threat. Add the type:");
    marks()
        .forEach((id, types) -> {
          for (String type : types) {
            if (!threats.containsKey(id) || !threats.get(id).get(4).contains("`" + type + "`")) {
              findings.add(id + ": " + type);
            }
          }
        });
    findings.expectNone();
  }

  @Test
  void everySecurityRemarkHasANumber() {
    var findings = new Findings("Give the remark its threat: SECURITY(T-nn):");
    for (var file : names.mainSources()) {
      var matcher = PLAIN_MARK.matcher(names.text(file));
      while (matcher.find()) {
        findings.add(
            Repository.relative(file) + ":" + JavaText.line(names.text(file), matcher.start()));
      }
    }
    findings.expectNone();
  }

  @Test
  void everyThreatNamesATestThatExists() {
    var findings = new Findings("A threat without a test that exists. Name it `Class#method`:");
    threats.forEach((id, cells) -> {
      var matcher = TEST.matcher(cells.get(5));
      boolean any = false;
      while (matcher.find()) {
        any = true;
        if (!names.isMethodOf(matcher.group(1), matcher.group(2))) {
          findings.add(id + ": " + matcher.group());
        }
      }
      if (!any) {
        findings.add(id + ": names no test");
      }
    });
    findings.expectNone();
  }

  @Test
  void everyThreatSaysHowItIsKnown() {
    threats.forEach((id, cells) ->
        assertThat(PROVENANCE)
            .withFailMessage("%s: the last cell is one of %s", id, PROVENANCE)
            .contains(cells.get(6)));
  }

  @Test
  void threatsAreNumberedWithoutGaps() {
    var expected = new ArrayList<String>();
    for (int i = 1; i <= threats.size(); i++) {
      expected.add(String.format("T-%02d", i));
    }

    assertThat(threats.keySet()).isNotEmpty().containsExactlyElementsOf(expected);
  }

  /// Rows of the model: number, attempt, asset, answer, where, test, provenance.
  private static Map<String, List<String>> threats() {
    var rows = new LinkedHashMap<String, List<String>>();
    for (String line :
        Repository.read(Repository.root().resolve("THREAT_MODEL.md")).lines().toList()) {
      if (ROW.matcher(line).matches()) {
        var cells = new ArrayList<String>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|")) {
          cells.add(cell.strip());
        }
        rows.put(cells.getFirst(), cells);
      }
    }
    return rows;
  }

  /// Types of the product that carry each mark.
  private Map<String, Set<String>> marks() {
    var marks = new LinkedHashMap<String, Set<String>>();
    for (var file : names.mainSources()) {
      var matcher = MARK.matcher(names.text(file));
      while (matcher.find()) {
        String type = file.getFileName().toString().replace(".java", "");
        marks.computeIfAbsent(matcher.group(1), _ -> new TreeSet<>()).add(type);
      }
    }
    return marks;
  }
}
