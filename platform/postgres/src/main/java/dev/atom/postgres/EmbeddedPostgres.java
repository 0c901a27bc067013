// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A running PostgreSQL of our own: a child process on 127.0.0.1 with SCRAM passwords, no Unix
/// socket, the roles of [AtomRole] and the database `atom`.
///
/// The folder is locked while it runs, so two owners never meet. When the owner is killed the
/// server lives on as an orphan; the next start on the folder finds and stops it first and says so
/// in [#notices()]. Safe for use by several threads.
public final class EmbeddedPostgres implements AutoCloseable {
  /// The database that [#url(AtomRole)] leads to.
  public static final String DATABASE = "atom";

  private static final long READY_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
  private static final int PORT_TRIES = 3;

  private final ClusterFolder folder;
  private final FileChannel lock;
  private final Process server;
  private final int port;
  private final List<String> notices;

  private EmbeddedPostgres(
      ClusterFolder folder, FileChannel lock, Process server, int port, List<String> notices) {
    this.folder = folder;
    this.lock = lock;
    this.server = server;
    this.port = port;
    this.notices = List.copyOf(notices);
  }

  /// Starts the cluster of the folder, making it when there is none; returns when it answers.
  ///
  /// @throws AtomException CONFLICT (folder in use, port taken, data of another version) or
  ///   STORAGE_UNAVAILABLE
  public static EmbeddedPostgres start(PostgresSettings settings) {
    try {
      var folder = new ClusterFolder(settings.folder());
      FileChannel lock = folder.lock();
      try {
        return start(settings, folder, lock);
      } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "the database in " + settings.folder() + " does not start: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE, "interrupted while the database started", e);
    }
  }

  private static EmbeddedPostgres start(
      PostgresSettings settings, ClusterFolder folder, FileChannel lock)
      throws IOException, SQLException, InterruptedException {
    List<String> notices = new ArrayList<>();
    boolean initialised = folder.initialised();
    if (new Postmaster(folder.data()).stopOrphan()) {
      notices.add("stopped a database server that an earlier run had left behind");
    }
    var command = new ServerCommand(PostgresBinaries.in(settings.binaries()), settings.durable());
    if (!initialised) {
      Secret password = ClusterFolder.randomPassword(new SecureRandom());
      folder.rememberPassword(Roles.SUPERUSER, password);
      command.initialise(folder.data(), password);
    }
    var postgres = launch(settings, folder, lock, command, notices);
    try {
      postgres.prepare(settings.passwords());
      return postgres;
    } catch (IOException | SQLException | RuntimeException e) {
      Postmaster.stop(postgres.server.toHandle());
      throw e;
    }
  }

  private static EmbeddedPostgres launch(
      PostgresSettings settings,
      ClusterFolder folder,
      FileChannel lock,
      ServerCommand command,
      List<String> notices)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      int port = choosePort(settings.port(), folder, notices);
      Path log = folder.log();
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      Process server = command.start(folder.data(), port, log);
      if (becomesReady(server, folder.data())) {
        folder.rememberPort(port);
        return new EmbeddedPostgres(folder, lock, server, port, notices);
      }
      if (server.isAlive()) {
        Postmaster.stop(server.toHandle());
      }
      String said = tail(log, logStart);
      boolean portLost = said.contains("could not bind") && settings.port() == 0;
      if (!portLost || attempt == PORT_TRIES) {
        throw new AtomException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "the database does not start: " + ServerCommand.explain(said) + " (log: " + log + ")");
      }
    }
  }

  private static int choosePort(int wanted, ClusterFolder folder, List<String> notices)
      throws IOException {
    if (wanted != 0) {
      if (!FreePort.isFree(wanted)) {
        throw new AtomException(
            ErrorCode.CONFLICT,
            "port " + wanted + " on 127.0.0.1 is taken: choose another for the database");
      }
      return wanted;
    }
    int remembered = folder.rememberedPort();
    if (remembered != 0 && FreePort.isFree(remembered)) {
      return remembered;
    }
    int port = FreePort.any();
    if (remembered != 0) {
      notices.add("database port " + remembered + " is taken by another program, using " + port);
    }
    return port;
  }

  private static boolean becomesReady(Process server, Path data) throws InterruptedException {
    var postmaster = new Postmaster(data);
    long start = System.nanoTime();
    while (System.nanoTime() - start < READY_NANOS_MAX) {
      if (postmaster.ready(server.pid())) {
        return true;
      }
      if (server.waitFor(5, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  private static String tail(Path log, long from) throws IOException {
    try (var channel = Files.newByteChannel(log)) {
      channel.position(Math.max(from, channel.size() - 2000));
      var buffer = java.nio.ByteBuffer.allocate(2000);
      channel.read(buffer);
      return StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
    }
  }

  private void prepare(Map<AtomRole, Secret> given) throws IOException, SQLException {
    Map<AtomRole, Secret> changed = new EnumMap<>(AtomRole.class);
    var random = new SecureRandom();
    for (AtomRole role : AtomRole.values()) {
      Secret known = folder.password(role.roleName());
      Secret wanted = given.get(role);
      if (known == null || (wanted != null && !wanted.equals(known))) {
        changed.put(role, wanted != null ? wanted : ClusterFolder.randomPassword(random));
      }
    }
    if (changed.isEmpty() && folder.prepared()) {
      return;
    }
    try (Connection superuser = superuser("postgres")) {
      Roles.ensure(superuser, changed, given.keySet());
      for (var entry : changed.entrySet()) {
        folder.rememberPassword(entry.getKey().roleName(), entry.getValue());
      }
    }
    createDatabase(DATABASE);
    folder.rememberPrepared();
  }

  /// Makes a database for the roles of [AtomRole] when there is none of this name; empty, without
  /// any schema of ours.
  ///
  /// @throws AtomException STORAGE_UNAVAILABLE when the server does not answer
  public void createDatabase(String name) {
    try {
      boolean fresh;
      try (Connection superuser = superuser("postgres")) {
        fresh = Roles.ensureDatabase(superuser, name);
      }
      if (fresh) {
        try (Connection superuser = superuser(name)) {
          Roles.ownSchema(superuser);
        }
      }
    } catch (SQLException | IOException e) {
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE, "making the database " + name + " failed", e);
    }
  }

  private Connection superuser(String database) throws SQLException, IOException {
    Secret password = folder.password(Roles.SUPERUSER);
    if (password == null) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          "the password file "
              + folder.passfile(Roles.SUPERUSER)
              + " is gone: put it back from your backup");
    }
    return Roles.connect(port, database, password);
  }

  /// Where `role` finds the database [#DATABASE]: a libpq URL whose password lies in a 0600 file.
  public String url(AtomRole role) {
    return url(role, DATABASE);
  }

  /// Where `role` finds `database`.
  public String url(AtomRole role, String database) {
    Path passfile = folder.passfile(role.roleName());
    String encoded =
        URLEncoder.encode(passfile.toString(), StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("%2F", "/");
    return "postgresql://%s@127.0.0.1:%d/%s?sslmode=disable&passfile=%s"
        .formatted(role.roleName(), port, database, encoded);
  }

  /// The port on 127.0.0.1.
  public int port() {
    return port;
  }

  /// The process id of the server.
  public long pid() {
    return server.pid();
  }

  /// Completes when the server process has ended, for whatever reason.
  public CompletableFuture<Process> onExit() {
    return server.onExit();
  }

  /// What an operator should be told about this start; mostly nothing.
  public List<String> notices() {
    return notices;
  }

  /// Fast shutdown: disconnects clients, flushes everything, waits for the end. Repeatable.
  @Override
  public void close() {
    try {
      if (server.isAlive()) {
        Postmaster.stop(server.toHandle());
      }
      lock.close();
    } catch (IOException e) {
      throw new AtomException(ErrorCode.STORAGE_UNAVAILABLE, "stopping the database failed", e);
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Stops a server that a killed owner left on `folder`; tells whether there was one. Does nothing
  /// while a living process has the folder.
  public static boolean stopOrphan(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    @Nullable FileChannel lock = null;
    try {
      var cluster = new ClusterFolder(folder.toAbsolutePath().normalize());
      lock = cluster.lock();
      boolean found = new Postmaster(cluster.data()).stopOrphan();
      lock.close();
      return found;
    } catch (AtomException _) {
      return false;
    } catch (IOException e) {
      throw new AtomException(ErrorCode.STORAGE_UNAVAILABLE, "stopping an old server failed", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
