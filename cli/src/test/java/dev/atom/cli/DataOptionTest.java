// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataOptionTest {
  private final DataOption option = new DataOption();

  @Test
  void theUsualFolderIsInTheHomeOfTheShell() {
    assertThat(option.folder(Map.of("HOME", "/home/somebody")))
        .isEqualTo(Path.of("/home/somebody/.atom"));
  }

  @Test
  void aNamedFolderComesFirst() {
    assertThat(option.folder(Map.of("HOME", "/home/somebody", "ATOM_DATA", "/srv/atom")))
        .isEqualTo(Path.of("/srv/atom"));
  }

  @Test
  void withoutAHomeTheUsersOwnServes() {
    assertThat(option.folder(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".atom"));
  }
}
