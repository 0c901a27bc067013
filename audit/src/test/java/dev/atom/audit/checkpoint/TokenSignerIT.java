// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real PKCS#11 library: SoftHSM2, which `./atom test` offers to install.
final class TokenSignerIT {
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  @TempDir Path folder;

  @Test
  void aCheckpointIsSignedByTheFileAndByTheToken() throws Exception {
    assertThat(LIBRARY).as("install it: apt-get install softhsm2").exists();
    Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = " + folder.resolve("tokens") + "\nobjectstore.backend = file\n");
    run(
        List.of(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "t",
            "--pin",
            "1234",
            "--so-pin",
            "5678"));

    String said = run(tokenMain());

    assertThat(said)
        .contains("without a key: BAD_CONFIGURATION")
        .contains("has no key atom-audit")
        .contains("twice: CONFLICT")
        .contains("wrong pin: BAD_CONFIGURATION")
        .doesNotContain("accepted");
    // The key from the file is there, which shows that we look at the right thing; a key of the
    // token would be an ECPrivateKeyImpl.
    assertThat(said)
        .containsPattern("in memory: .*EdDSAPrivateKeyImpl")
        .doesNotContain("ECPrivateKeyImpl");
    var note = SignedNote.parse(Files.readAllBytes(folder.resolve("note")));
    for (String key : Files.readAllLines(folder.resolve("keys"))) {
      assertThat(note.verify(List.of(VerifierKey.parse(key))))
          .isInstanceOf(SignedNote.Standing.Signed.class);
    }
    assertThat(note.signatures()).hasSize(2);
    System.out.println(said.lines().reduce((_, last) -> last).orElse(""));
  }

  private List<String> tokenMain() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        TokenMain.class.getName(),
        LIBRARY.toString(),
        folder.toString());
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(Map.of("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
