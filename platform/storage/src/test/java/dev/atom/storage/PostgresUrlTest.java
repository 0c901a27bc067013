// SPDX-License-Identifier: Apache-2.0
package dev.atom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresUrlTest {
  @Test
  void readsWhatLibpqReadsAndHidesThePassword() {
    var url = PostgresUrl.parse("postgresql://atom:s%40fe@db.local/atom?sslmode=verify-full");

    assertThat(url.port()).isEqualTo(5432);
    assertThat(url.driverProperties())
        .containsEntry("password", "s@fe")
        .containsEntry("sslmode", "verify-full");
    assertThat(url).hasToString("postgresql://atom@db.local:5432/atom");
  }

  @Test
  void takesThePasswordFromThePasswordFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pgpass");
    Files.writeString(file, "other:*:*:*:no\n127.0.0.1:7:atom:reader:a\\:b\n");

    var url = PostgresUrl.parse("postgresql://reader@127.0.0.1:7/atom?passfile=" + file);

    assertThat(url.driverProperties())
        .containsEntry("password", "a:b")
        .doesNotContainKey("passfile");
  }

  @Test
  void saysWhichLineIsMissing(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("pgpass"), "");
    var url = PostgresUrl.parse("postgresql://reader@127.0.0.1:7/atom?passfile=" + file);

    assertThatThrownBy(url::driverProperties)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("reader@127.0.0.1:7/atom");
  }

  @Test
  void refusesAnotherDatabase() {
    assertThatThrownBy(() -> PostgresUrl.parse("mysql://a@b/c")).hasMessageContaining("mysql");
    assertThatThrownBy(() -> PostgresUrl.parse("postgresql://host/db"))
        .hasMessageContaining("names a role");
  }
}
