// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the documents point at exists, and what they list is what the code has.
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern NAMED_FILE =
      Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]+\\.(?:md|java|sql|rego))`");
  private static final List<String> ADR_HEADINGS =
      List.of("## Context", "## Decision", "## Consequences", "## What would change our mind");

  @Test
  void linksLeadSomewhere() {
    var findings = new Findings("A link or a named file that is not there. Correct the document:");
    for (Path document : Repository.documents()) {
      String text = Repository.read(document);
      var link = LINK.matcher(text);
      while (link.find()) {
        String target = link.group(1).replaceFirst("#.*", "");
        if (!target.isEmpty()
            && !target.contains("://")
            && !target.startsWith("mailto:")
            && !Files.exists(document.resolveSibling(target))) {
          findings.add(Repository.relative(document) + ": " + target);
        }
      }
      // The feature table names what is to come as well.
      var file = NAMED_FILE.matcher(document.endsWith("features.md") ? "" : text);
      while (file.find()) {
        if (!Files.exists(Repository.root().resolve(file.group(1)))
            && !Files.exists(document.resolveSibling(file.group(1)))) {
          findings.add(Repository.relative(document) + ": " + file.group(1));
        }
      }
    }
    findings.expectNone();
  }

  @Test
  void decisionsAreNumberedWithoutGapsAndHaveTheSameParts() {
    var pages =
        Repository.files(
            Repository.root().resolve("docs/adr"), file -> !file.endsWith("README.md"));
    var findings = new Findings("A decision record without its number or one of its parts:");
    int number = 0;
    for (Path page : pages) {
      number++;
      String name = page.getFileName().toString();
      var headings = Repository.read(page).lines().filter(line -> line.startsWith("## ")).toList();
      if (!name.startsWith(String.format("%04d-", number)) || !headings.equals(ADR_HEADINGS)) {
        findings.add(name + " (expected number " + number + "): " + headings);
      }
    }
    findings.expectNone();
  }

  @Test
  void theHouseHasItsDocuments() {
    assertThat(
            List.of(
                "LICENSE",
                "README.md",
                "ARCHITECTURE.md",
                "THREAT_MODEL.md",
                "SECURITY.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "docs/glossary.md",
                "docs/errors.md",
                "docs/features.md",
                "docs/features-notes.md",
                "docs/audit-format.md"))
        .allSatisfy(name -> assertThat(Repository.root().resolve(name)).isRegularFile());
  }
}
