// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// SECURITY(T-33): cells that a spreadsheet would take for formulas.
class CsvLinesTest {
  @Test
  void aFormulaIsAText() {
    for (String formula :
        List.of(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "|cmd",
            "%0A",
            "＝1",
            "＠x")) {
      assertThat(CsvLines.text(formula)).startsWith("\"'");
    }
  }

  @Test
  void otherTextsStayAsTheyAre() {
    for (String text : List.of("a=b", "/domain/x", "{\"a\":1}", " ", "ä")) {
      assertThat(CsvLines.text(text)).isEqualTo('"' + text.replace("\"", "\"\"") + '"');
    }
  }
}
