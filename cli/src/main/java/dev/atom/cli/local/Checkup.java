// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.store.SecretAge;
import dev.atom.base.AtomException;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.cli.instance.InstanceTls;
import dev.atom.cli.instance.PemFiles;
import dev.atom.cli.instance.Readiness;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The checks of `./atom doctor`, in the order in which one would look.
final class Checkup {
  private static final long FREE_BYTES_MIN = 1L << 30;
  private static final Duration CERTIFICATE_MIN = Duration.ofDays(14);

  private final DataFolder data;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  Checkup(DataFolder data, Instant now) {
    this.data = data;
    this.now = now;
  }

  /// How a check came out.
  enum State {
    GOOD,
    WARNING,
    WRONG,
    ABSENT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One check: what, how it is, and what to do about it.
  record Finding(String check, State state, String detail) {}

  List<Finding> run() {
    java();
    if (!Files.isDirectory(data.root())) {
      add("data folder", State.ABSENT, data.root() + " does not exist: ./atom up makes it");
      return findings;
    }
    space();
    permissions();
    certificates();
    var state = InstanceState.read(data);
    if (state.isEmpty() || InstanceState.supervisor(data).isEmpty()) {
      add("instance", State.ABSENT, "not running: start it with ./atom up");
      return findings;
    }
    add("instance", State.GOOD, "runs under process " + state.get().pids().get("supervisor"));
    processes(state.get());
    database(state.get());
    return findings;
  }

  private void add(String check, State state, String detail) {
    findings.add(new Finding(check, state, detail));
  }

  private void java() {
    int feature = Runtime.version().feature();
    add(
        "java",
        feature == 25 ? State.GOOD : State.WARNING,
        Runtime.version() + (feature == 25 ? "" : ": Atom is tested with 25"));
  }

  private void space() {
    try {
      long free = Files.getFileStore(data.root()).getUsableSpace();
      add(
          "disk",
          free < FREE_BYTES_MIN ? State.WARNING : State.GOOD,
          (free >> 20) + " MiB free below " + data.root());
    } catch (IOException e) {
      add("disk", State.WRONG, "cannot be asked: " + e.getMessage());
    }
  }

  private void permissions() {
    List<Path> open = new ArrayList<>();
    for (Path path :
        List.of(
            data.root(),
            data.hmacSecret(),
            data.adminPassword(),
            data.etc(DataFolder.STUDIO).resolve("jwt_private.pem"),
            data.session())) {
      if (readableByOthers(path)) {
        open.add(path);
      }
    }
    add(
        "permissions",
        open.isEmpty() ? State.GOOD : State.WRONG,
        open.isEmpty() ? "secrets are closed to others" : "close to others (chmod go=): " + open);
  }

  private static boolean readableByOthers(Path path) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.GROUP_READ);
    } catch (IOException _) {
      // Absent: nothing to read.
      return false;
    }
  }

  private void certificates() {
    for (String process : DataFolder.PROCESSES) {
      Path file = data.etc(process).resolve("tls.pem");
      if (!Files.exists(file)) {
        add("certificate " + process, State.ABSENT, "./atom up makes it");
        continue;
      }
      Instant end = PemFiles.certificate(file).getNotAfter().toInstant();
      add(
          "certificate " + process,
          end.isBefore(now) ? State.WRONG : soon(end) ? State.WARNING : State.GOOD,
          "until " + end + (soon(end) ? ": restart the instance to renew it" : ""));
    }
  }

  private boolean soon(Instant end) {
    return end.isBefore(now.plus(CERTIFICATE_MIN));
  }

  private void processes(InstanceState state) {
    try (var client = InstanceTls.client(data)) {
      var readiness = new Readiness(client);
      for (String process : DataFolder.PROCESSES) {
        String problem = readiness.problem(state.url(process));
        add(
            process,
            problem.isEmpty() ? State.GOOD : State.WRONG,
            problem.isEmpty()
                ? "ready at " + state.url(process)
                : problem + ": see ./atom logs " + process);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void database(InstanceState state) {
    try (var database = Database.open(PostgresUrl.parse(state.database()), "doctor", 1)) {
      long last =
          database.read(connection -> {
            try (var rows =
                connection
                    .createStatement()
                    .executeQuery("select coalesce(max(id), 0) from audit_log_chain")) {
              rows.next();
              return rows.getLong(1);
            }
          });
      add("database", State.GOOD, "answers; the audit chain ends at entry " + last);
      chainSecret(database);
    } catch (AtomException e) {
      add("database", State.WRONG, e.getMessage() + ": see ./atom logs postgres");
    }
  }

  /// A secret from the day of the installation is known to whoever saw that day; and a rotation
  /// that was begun must end.
  private void chainSecret(Database database) {
    var age = SecretAge.read(database);
    boolean begun = PrivateFiles.read(data.hmacSecret()).lines().count() > 1;
    if (begun) {
      add("chain secret", State.WRONG, "its rotation was begun: end it with ./atom audit rotate");
    } else if (age.isOld(now)) {
      add(
          "chain secret",
          State.WARNING,
          "in use since " + age.since() + ": rotate it with ./atom audit rotate");
    } else {
      add("chain secret", State.GOOD, "in use since " + age.since());
    }
  }
}
