// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import dev.atom.base.AtomException;
import dev.atom.postgres.AtomRole;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A real PostgreSQL for tests: one per JVM, started at first use, gone with the JVM.
///
/// The data is not synced to disk. Tests that stop or break the server start an [EmbeddedPostgres]
/// of their own with [#ownSettings(Path)].
public final class TestPostgres {
  private static final Path HOME =
      Path.of(System.getProperty("java.io.tmpdir"), "atom-test-" + System.getProperty("user.name"));

  private final EmbeddedPostgres postgres;
  private final AtomicInteger databases = new AtomicInteger();

  private TestPostgres(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /// The server of this JVM.
  public static TestPostgres shared() {
    return Holder.SHARED;
  }

  /// An empty database; nobody else gets it.
  public TestDatabase freshDatabase() {
    String name = "test_" + databases.incrementAndGet();
    postgres.createDatabase(name);
    return new TestDatabase(
        postgres.url(AtomRole.ATOM_OWNER, name),
        postgres.url(AtomRole.ATOM_STUDIO, name),
        postgres.url(AtomRole.ATOM_GATE, name),
        postgres.url(AtomRole.ATOM_AUDIT, name),
        postgres.url(AtomRole.ATOM_ARCHIVER, name),
        postgres.url(AtomRole.ATOM_RETENTION, name),
        postgres.url(AtomRole.ATOM_INTAKE, name),
        postgres.url(AtomRole.ATOM_READER, name));
  }

  /// Settings for a server of one test's own in `folder`, with the programs unpacked once for all.
  public static PostgresSettings ownSettings(Path folder) {
    return PostgresSettings.thrownAway(folder, HOME);
  }

  private static final class Holder {
    static final TestPostgres SHARED = launch();

    private static TestPostgres launch() {
      deleteLeftovers();
      Path folder = HOME.resolve("run-" + ProcessHandle.current().pid());
      var postgres = EmbeddedPostgres.start(ownSettings(folder));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    postgres.close();
                    delete(folder);
                  },
                  "test-postgres-stop"));
      return new TestPostgres(postgres);
    }
  }

  /// Removes what test JVMs that were killed could not.
  private static void deleteLeftovers() {
    if (!Files.isDirectory(HOME)) {
      return;
    }
    try (Stream<Path> runs = Files.list(HOME)) {
      runs.filter(TestPostgres::isLeftover)
          .forEach(folder -> {
            EmbeddedPostgres.stopOrphan(folder);
            delete(folder);
          });
    } catch (IOException | UncheckedIOException | AtomException _) {
      // Another test JVM may be tidying the same folder: the next one finishes it.
    }
  }

  private static boolean isLeftover(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("run-\\d+")
        && ProcessHandle.of(Long.parseLong(name.substring(4))).isEmpty();
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(TestPostgres::deleteOne);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
