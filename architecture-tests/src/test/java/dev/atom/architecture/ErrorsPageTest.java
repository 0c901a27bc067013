// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.gate.DenyReason;
import dev.atom.gate.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/errors.md` is a promise to clients: each section lists exactly the refusals of its
/// process, with the status and type that the code gives them.
final class ErrorsPageTest {
  private static final Pattern ROW = Pattern.compile("\\| (\\d{3}) \\| (\\w+) \\| `(\\w+)` \\|.*");
  private static final Pattern CODE_ROW =
      Pattern.compile("\\| (\\d{3}) \\| (`\\w+`(?:, `\\w+`)*) \\|.*");
  private static final Pattern LLM_ERROR =
      Pattern.compile("(?m)^  [A-Z_]+\\((\\d{3}), \"(\\w+)\", \"(\\w+)\"\\)[,;]");
  private static final Pattern STUDIO_CODE = Pattern.compile("(?m)^    ([A-Z_]+)\\((\\d{3}), ");

  @Test
  void gateRefusesAsThePageSays() {
    var refusals = new ArrayList<String>();
    for (DenyReason reason : DenyReason.values()) {
      var form = Problems.form(reason);
      refusals.add(form.status() + " " + form.type() + " " + reason.code());
    }

    assertThat(rows("## GATE"))
        .withFailMessage(() -> difference("GATE's Problems", rows("## GATE"), refusals))
        .containsExactlyInAnyOrderElementsOf(refusals);
  }

  @Test
  void theProviderGatewayRefusesAsThePageSays() {
    var refusals =
        LLM_ERROR
            .matcher(source("llm/src/main/java/dev/atom/llm/LlmError.java"))
            .results()
            .map(error -> error.group(1) + " " + error.group(2) + " " + error.group(3))
            .toList();

    assertThat(refusals).isNotEmpty();
    assertThat(rows("## Provider gateway"))
        .withFailMessage(() -> difference("LlmError", rows("## Provider gateway"), refusals))
        .containsExactlyInAnyOrderElementsOf(refusals);
  }

  @Test
  void theControlPlaneRefusesAsThePageSays() {
    var refusals =
        STUDIO_CODE
            .matcher(source("studio/src/main/java/dev/atom/studio/wire/Problem.java"))
            .results()
            .map(code -> code.group(2) + " " + code.group(1).toLowerCase(Locale.ROOT))
            .toList();
    var explained = new ArrayList<String>();
    for (String line : section("## Control plane")) {
      Matcher row = CODE_ROW.matcher(line);
      if (row.matches()) {
        for (String code : row.group(2).split(", ")) {
          explained.add(row.group(1) + " " + code.replace("`", ""));
        }
      }
    }

    assertThat(refusals).isNotEmpty();
    assertThat(explained)
        .withFailMessage(() -> difference("Problem.Code of studio", explained, refusals))
        .containsExactlyInAnyOrderElementsOf(refusals);
  }

  private static String difference(String code, List<String> explained, List<String> refusals) {
    var onlyExplained = new ArrayList<>(explained);
    onlyExplained.removeAll(refusals);
    var onlyInCode = new ArrayList<>(refusals);
    onlyInCode.removeAll(explained);
    return "docs/errors.md and "
        + code
        + " differ. Clients rely on the page:\n  only there: "
        + onlyExplained
        + "\n  only in the code: "
        + onlyInCode;
  }

  private static List<String> rows(String heading) {
    var rows = new ArrayList<String>();
    for (String line : section(heading)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(row.group(1) + " " + row.group(2) + " " + row.group(3));
      }
    }
    return rows;
  }

  private static List<String> section(String heading) {
    var lines = new ArrayList<String>();
    boolean inside = false;
    for (String line : source("docs/errors.md").lines().toList()) {
      if (line.startsWith("## ")) {
        inside = line.equals(heading);
      } else if (inside) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static String source(String file) {
    return Repository.read(Repository.root().resolve(file));
  }
}
