// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `./atom`, in a checkout of its own that is built already or has no way to be.
class LauncherTest {
  @TempDir Path temp;
  private Path home = Path.of("unset");

  private record Run(int status, String out) {}

  @BeforeEach
  void makeCheckout() throws IOException {
    home = Files.createDirectories(temp.resolve("a checkout"));
    Files.copy(CommandRun.home().resolve("atom"), home.resolve("atom"));
    Path out = Files.createDirectories(home.resolve("target/atom"));
    Files.writeString(out.resolve("classpath"), System.getProperty("java.class.path"));
    Files.createFile(out.resolve("built"));
  }

  private Run run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    var command = new ArrayList<>(List.of("/bin/bash", script.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(temp.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), said);
  }

  @Test
  void runsFromAnywhereThroughLinksAndWithSpacesInThePath() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), home.resolve("atom"));

    var run = run(link, Map.of(), "version");

    assertThat(run.out()).startsWith("Atom 0.1.0");
    assertThat(run.status()).isZero();
  }

  @Test
  void handsTheExitCodeThrough() throws Exception {
    assertThat(run(home.resolve("atom"), Map.of(), "nonsense").status()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void missingMavenIsOneLineWithTheWayToGetIt() throws Exception {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    for (String tool : List.of("dirname", "readlink", "find", "grep", "mkdir")) {
      Path script = bin.resolve(tool);
      Files.writeString(script, "#!/bin/bash\nexec /usr/bin/" + tool + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    Files.delete(home.resolve("target/atom/built"));

    var run = run(home.resolve("atom"), Map.of("PATH", bin.toString()), "version");

    assertThat(run.status()).isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(run.out()).hasLineCount(1).contains("Maven is needed", "apt-get install maven");
  }
}
