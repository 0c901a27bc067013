// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.base.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path temp;

  private PostgresSettings kept() {
    return new PostgresSettings(temp.resolve("with space"), 0, Map.of(), Clusters.BINARIES, true);
  }

  @Test
  void keepsDataPortAndPasswordsOverARestart() throws Exception {
    int port;
    try (var first = EmbeddedPostgres.start(kept());
        var owner = Clusters.connect(first.url(AtomRole.ATOM_OWNER))) {
      owner.createStatement().execute("create table kept as select 'yes' as word");
      port = first.port();
    }

    try (var second = EmbeddedPostgres.start(kept());
        var owner = Clusters.connect(second.url(AtomRole.ATOM_OWNER))) {
      assertThat(Clusters.value(owner, "select word from kept")).isEqualTo("yes");
      assertThat(Clusters.value(owner, "show server_version")).startsWith("18.");
      assertThat(Clusters.value(owner, "show fsync")).isEqualTo("on");
      assertThat(Clusters.value(owner, "show synchronous_commit")).isEqualTo("on");
      assertThat(second.port()).isEqualTo(port);
      assertThat(second.notices()).isEmpty();
    }
  }

  @Test
  void nobodyGetsInWithoutThePasswordAndOthersCannotReadIt() throws Exception {
    try (var postgres = EmbeddedPostgres.start(kept())) {
      String jdbc = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/atom";

      for (String user : new String[] {"postgres", "atom_owner", "atom_reader"}) {
        assertThatThrownBy(() -> DriverManager.getConnection(jdbc, user, "wrong"))
            .hasMessageContaining("password authentication failed");
      }

      assertThat(mode(temp.resolve("with space"))).isEqualTo("rwx------");
      assertThat(mode(temp.resolve("with space/passwords/postgres.pgpass"))).isEqualTo("rw-------");
      assertThat(mode(Clusters.BINARIES.resolve("postgres-18.6"))).isEqualTo("rwx------");
      assertThat(Files.readString(temp.resolve("with space/postgres.log")))
          .doesNotContain("SCRAM-SHA-256$");
    }
  }

  @Test
  void rolesAreApart() throws Exception {
    try (var postgres = EmbeddedPostgres.start(kept())) {
      try (var owner = Clusters.connect(postgres.url(AtomRole.ATOM_OWNER))) {
        owner.createStatement().execute("create table secrets (word text)");
      }
      for (AtomRole role : AtomRole.values()) {
        try (var connection = Clusters.connect(postgres.url(role))) {
          assertThat(Clusters.value(connection, "select current_user")).isEqualTo(role.roleName());
          if (role != AtomRole.ATOM_OWNER) {
            assertThatThrownBy(() -> Clusters.value(connection, "select word from secrets"))
                .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> connection.createStatement().execute("create table t (i int)"))
                .isNotNull();
          }
        }
      }
    }
  }

  @Test
  void aGivenPasswordIsTaken() throws Exception {
    var settings =
        new PostgresSettings(
            temp.resolve("pg"),
            0,
            Map.of(AtomRole.ATOM_READER, Secret.of("chosen-by-operator")),
            Clusters.BINARIES,
            false);

    try (var postgres = EmbeddedPostgres.start(settings);
        var reader =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/atom",
                "atom_reader",
                "chosen-by-operator")) {
      assertThat(Clusters.value(reader, "show default_transaction_read_only")).isEqualTo("on");
    }
  }

  @Test
  void stopsTheOrphanOfAKilledOwnerAndKeepsItsRows() throws Exception {
    Path folder = temp.resolve("pg");
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnerToKill.class.getName(),
                folder.toString(),
                Clusters.BINARIES.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long orphan = Long.parseLong(owner.inputReader().readLine());
    owner.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(orphan)).isPresent();

    var settings = new PostgresSettings(folder, 0, Map.of(), Clusters.BINARIES, true);
    try (var next = EmbeddedPostgres.start(settings);
        var reader = Clusters.connect(next.url(AtomRole.ATOM_OWNER))) {
      assertThat(next.notices()).singleElement().asString().contains("left behind");
      assertThat(next.pid()).isNotEqualTo(orphan);
      assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(Clusters.value(reader, "select word from kept")).isEqualTo("acknowledged");
    }
  }

  @Test
  void takesAnotherPortWhenTheRememberedOneIsTaken() throws Exception {
    int port;
    try (var first = EmbeddedPostgres.start(kept())) {
      port = first.port();
    }

    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        var second = EmbeddedPostgres.start(kept())) {
      assertThat(second.port()).isNotEqualTo(taken.getLocalPort());
      assertThat(second.notices()).singleElement().asString().contains(Integer.toString(port));
    }
  }

  @Test
  void refusesAWantedPortThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings = kept().withPort(taken.getLocalPort());

      assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  @Test
  void refusesAFolderThatIsInUse() {
    try (var first = EmbeddedPostgres.start(kept())) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(kept()))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining("in use by another process");
      assertThat(first.onExit()).isNotDone();
    }
  }

  @Test
  void refusesDataOfAnotherMajorVersion() throws Exception {
    EmbeddedPostgres.start(kept()).close();
    Files.writeString(temp.resolve("with space/data/PG_VERSION"), "19\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(kept()))
        .isInstanceOf(AtomException.class)
        .hasMessageContaining("PostgreSQL 19")
        .hasMessageContaining("pg_dump");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
