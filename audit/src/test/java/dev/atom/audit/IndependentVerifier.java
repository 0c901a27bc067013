// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The verifier that was written from `docs/audit-format.md` alone, in another language.
final class IndependentVerifier {
  private IndependentVerifier() {}

  /// What it says of `export`; its exit code has been checked.
  static String verify(Path export, Path secretFile) throws Exception {
    var script = Path.of("src/test/resources/verify_chain.py").toAbsolutePath();
    var process =
        new ProcessBuilder(
                "python3", "-B", script.toString(), export.toString(), secretFile.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(said)
        .isEqualTo(said.contains("\"OK\"") ? 0 : said.contains("UNVERIFIABLE") ? 2 : 1);
    return said;
  }
}
