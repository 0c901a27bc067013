// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.verify.Verification.Beginning;
import dev.atom.audit.verify.Verification.FlawKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `docs/audit-format.md` tells what a verifier answers.
final class FormatPageTest {
  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "audit-format.md"));
  }

  @ParameterizedTest
  @EnumSource
  void tellsEveryClass(FlawKind kind) throws IOException {
    assertThat(page()).contains("\n| `" + kind.name().toLowerCase(Locale.ROOT) + "` | ");
  }

  @ParameterizedTest
  @EnumSource
  void tellsEveryBeginning(Beginning beginning) throws IOException {
    assertThat(page()).contains("`" + beginning.name().toLowerCase(Locale.ROOT) + "`");
  }
}
