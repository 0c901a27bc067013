// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private static final Pattern ROW =
      Pattern.compile("\\| (\\d{3}) \\| (\\w+) \\| `(\\w+)` \\| .+ \\| .+ \\|");

  @Test
  @Feature("B19")
  void thePageOfRefusalsSaysWhatTheCodeDoes() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "errors.md"));
    String ours = page.substring(page.indexOf("## GATE"), page.indexOf("## Provider gateway"));
    Map<String, String> documented = new TreeMap<>();
    for (String line : ours.lines().toList()) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(3), row.group(1) + " " + row.group(2));
      }
    }

    Map<String, String> coded = new TreeMap<>();
    for (DenyReason reason : DenyReason.values()) {
      Problems.Form form = Problems.form(reason);
      coded.put(reason.code(), form.status() + " " + form.type());
    }

    assertThat(documented).isEqualTo(coded);
  }

  @Test
  void onlyRefusalsForRateMayBeRepeated() {
    for (DenyReason reason : DenyReason.values()) {
      assertThat(Problems.form(reason).retry())
          .as(reason.code())
          .isEqualTo(Problems.form(reason).status() == 429);
    }
  }

  @Test
  void aRuleAuthorsWordsCannotBreakTheDocument() {
    var denial =
        new Denial(Stage.POLICY, DenyReason.POLICY_VIOLATION, "say \"no\"\n\\ {", "", List.of());

    assertThat(Problems.body(denial, "id"))
        .isEqualTo(
            "{\"error\":{\"message\":\"say \\\"no\\\" \\\\ {\",\"type\":\"PermissionDeniedError\","
                + "\"param\":null,\"code\":\"policy_violation\",\"decision_id\":\"id\"}}");
  }
}
