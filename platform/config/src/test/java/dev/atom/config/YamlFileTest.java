// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class YamlFileTest {
  @TempDir Path folder;

  @Test
  void refusesWhatHasMoreThanOneReading() throws IOException {
    assertThat(problems("a: 1\na: 2")).contains("a (f.yaml:2): the key is there twice");
    assertThat(problems("a: &x 1\nb: *x")).contains("anchors and aliases are not read");
    assertThat(problems("a: &x\n  b: *x")).contains("anchors and aliases are not read");
    assertThat(problems("? [a]\n: 1")).contains("Non scalar key");
    assertThat(problems("a: 1\n---\nb: 2")).contains("not YAML");
  }

  @Test
  void namesTheLineThatIsNotYaml() throws IOException {
    assertThat(problems("a: 1\nb: [1,\n")).contains("(f.yaml:", "not YAML");
    assertThat(problems("- a\n- b")).contains("not a mapping");
  }

  @Test
  void takesAKeyWithoutValueAsAbsent() throws IOException {
    List<ConfigProblem> problems = new ArrayList<>();
    Path file = Files.writeString(folder.resolve("f.yaml"), "a:\nb: 1\n");

    assertThat(YamlFile.read(file, problems::add).children()).containsOnlyKeys("b");
    assertThat(problems).isEmpty();
  }

  private String problems(String yaml) throws IOException {
    List<ConfigProblem> problems = new ArrayList<>();
    YamlFile.read(Files.writeString(folder.resolve("f.yaml"), yaml), problems::add);
    return problems.toString().replace("ConfigProblem", "");
  }
}
