// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/// Any text compiles or is rejected with reasons; nothing else comes out, and something does. With
/// `JAZZER_FUZZ=1` texts are made up for a minute, otherwise the kept ones are tried.
class RegoCompileFuzzTest {
  private static final int LENGTH_MAX = 4_000;

  @FuzzTest(maxDuration = "60s")
  void everyTextCompilesOrIsRejectedWithReasons(FuzzedDataProvider data) {
    boolean begun = data.consumeBoolean();
    String text = data.consumeString(LENGTH_MAX);
    var source = new RegoSource("fuzz.rego", begun ? "package fuzz\n\n" + text : text);

    switch (Rego.compile(List.of(source), ObjectValue.EMPTY)) {
      case Compilation.Compiled(var program) -> assertThat(program).isNotNull();
      case Compilation.Rejected(var errors) -> assertThat(errors).isNotEmpty();
    }
  }
}
