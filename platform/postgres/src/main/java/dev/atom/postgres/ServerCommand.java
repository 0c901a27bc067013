// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command lines of `initdb` and `postgres`.
///
/// PostgreSQL refuses to run as root, so root starts it in a user namespace of its own, where it is
/// nobody; files still belong to root outside. `setsid` keeps the terminal's Ctrl-C away: the
/// server stops when its owner says so, after its clients.
final class ServerCommand {
  private static final String HBA =
      """
      # Loopback only, and nobody without a password.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private final PostgresBinaries binaries;
  private final boolean durable;

  ServerCommand(PostgresBinaries binaries, boolean durable) {
    this.binaries = binaries;
    this.durable = durable;
  }

  /// Makes a new cluster in `data`, in one rename: a half made one is never started.
  void initialise(Path data, Secret superuserPassword) throws IOException, InterruptedException {
    Path half = data.resolveSibling("data.making");
    Folders.delete(half);
    Path passwordFile = data.resolveSibling("initdb.password");
    Folders.writePrivate(passwordFile, superuserPassword.reveal() + "\n");
    try {
      run(
          List.of(
              "--pgdata=" + half,
              "--username=" + Roles.SUPERUSER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--no-instructions",
              durable ? "--sync-method=fsync" : "--no-sync"));
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.writeString(half.resolve("pg_hba.conf"), HBA);
    Files.move(half, data);
  }

  private void run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(asOrdinaryUser());
    command.add(binaries.program("initdb").toString());
    command.addAll(arguments);
    Process process = clean(new ProcessBuilder(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AtomException(
          ErrorCode.STORAGE_UNAVAILABLE, "making the database failed: " + explain(said.strip()));
    }
  }

  /// Starts the server; it has not opened its port yet when this returns.
  Process start(Path data, int port, Path log) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(asOrdinaryUser());
    command.add(binaries.program("postgres").toString());
    command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    Process process =
        clean(new ProcessBuilder(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    return process;
  }

  private Map<String, String> settings() {
    String onlyWhenKept = durable ? "on" : "off";
    return Map.ofEntries(
        Map.entry("listen_addresses", "127.0.0.1"),
        Map.entry("unix_socket_directories", ""),
        Map.entry("max_connections", durable ? "60" : "200"),
        Map.entry("shared_buffers", "64MB"),
        Map.entry("max_wal_size", "512MB"),
        Map.entry("io_method", "sync"),
        Map.entry("jit", "off"),
        Map.entry("timezone", "UTC"),
        Map.entry("log_timezone", "UTC"),
        Map.entry("log_line_prefix", "%m [%p] %u@%d "),
        Map.entry("fsync", onlyWhenKept),
        Map.entry("synchronous_commit", onlyWhenKept),
        Map.entry("full_page_writes", onlyWhenKept));
  }

  private static List<String> asOrdinaryUser() {
    return System.getProperty("user.name").equals("root")
        ? List.of("unshare", "--user")
        : List.of();
  }

  /// Settings of libpq or a locale in our environment must not reach the server.
  private static ProcessBuilder clean(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /// What the program said, with the way out where we know one.
  static String explain(String said) {
    if (said.contains("unshare")) {
      return said
          + ". PostgreSQL does not run as root, and this machine forbids the user namespace that"
          + " would hide it: run as an ordinary user";
    }
    return said;
  }
}
