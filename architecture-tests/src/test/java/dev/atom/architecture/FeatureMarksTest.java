// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Tests name only rows that the feature table has, and none is switched off.
final class FeatureMarksTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\|");
  private static final Pattern MARK = Pattern.compile("@Feature\\([^)]*\\)");
  private static final Pattern ID = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern SWITCHED_OFF =
      Pattern.compile("@Disabled\\w*|\\bassumeTrue\\b|\\bassumeThat\\b|\\bassumeFalse\\b");

  @Test
  void everyFeatureMarkNamesARow() {
    var rows = rows();
    var findings = new Findings("A @Feature that docs/features.md does not have:");
    for (Path file : Repository.allSources()) {
      String text = Repository.read(file);
      var mark = MARK.matcher(JavaText.codeOnly(text));
      while (mark.find()) {
        var id = ID.matcher(text.substring(mark.start(), mark.end()));
        while (id.find()) {
          boolean isSample = id.group(1).startsWith("Z"); // no section has this letter
          if (!isSample && !rows.contains(id.group(1))) {
            findings.add(Repository.relative(file) + ": " + id.group(1));
          }
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void noTestIsSwitchedOff() {
    var findings = new Findings("A test that may be skipped proves nothing. Mend or delete it:");
    for (Path file : Repository.allSources()) {
      String code = JavaText.codeOnly(Repository.read(file));
      var matcher = SWITCHED_OFF.matcher(code);
      while (matcher.find()) {
        findings.add(Repository.relative(file) + ":" + JavaText.line(code, matcher.start()));
      }
    }
    findings.expectNone();
  }

  private static Set<String> rows() {
    var rows = new HashSet<String>();
    var matcher = ROW.matcher(Repository.read(Repository.root().resolve("docs/features.md")));
    while (matcher.find()) {
      rows.add(matcher.group(1));
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }
}
