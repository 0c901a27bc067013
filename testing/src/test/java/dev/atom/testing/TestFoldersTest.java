// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestFoldersTest {
  @Test
  void whatAJvmMadeIsGoneWithIt() throws Exception {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Maker.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Path made = Path.of(said.strip());

    assertThat(child.waitFor()).isZero();
    assertThat(made.toString()).contains("run-" + child.pid());
    assertThat(made.resolveSibling(".").normalize()).doesNotExist();
  }

  /// Makes a folder with a file in it, says where, and ends.
  static final class Maker {
    private Maker() {}

    public static void main(String[] args) throws Exception {
      Path folder = TestFolders.make("some");
      Files.writeString(folder.resolve("file"), "content");
      System.out.println(folder);
    }
  }
}
