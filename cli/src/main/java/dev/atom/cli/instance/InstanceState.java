// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atom.cli.Json;
import dev.atom.cli.PrivateFiles;
import dev.atom.postgres.AtomRole;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a running instance tells about itself in `state.json`, and what the next start remembers.
///
/// @param ports TCP port on 127.0.0.1 of each process
/// @param pids process ids of the supervisor, of each process and of postgres; empty when stopped
/// @param database libpq URL of the read-only role; the password lies in a file it names
/// @param ready whether all of it answered
/// @param prepared whether the first start was completed
public record InstanceState(
    @JsonProperty("ports") Map<String, Integer> ports,
    @JsonProperty("pids") Map<String, Long> pids,
    @JsonProperty("database") String database,
    @JsonProperty("ready") boolean ready,
    @JsonProperty("prepared") boolean prepared) {
  /// The first administrator of an instance made by `up`.
  public static final String ADMIN_USER = "admin@atom.local";

  static final InstanceState NONE = new InstanceState(Map.of(), Map.of(), "", false, false);

  public InstanceState {
    ports = Map.copyOf(ports);
    pids = Map.copyOf(pids);
  }

  /// What the folder remembers; empty when nothing was ever started there.
  public static Optional<InstanceState> read(DataFolder data) {
    return Files.exists(data.stateFile())
        ? Optional.of(Json.read(data.stateFile(), InstanceState.class))
        : Optional.empty();
  }

  void write(DataFolder data) {
    PrivateFiles.write(data.stateFile(), Json.pretty(this) + "\n");
  }

  /// libpq URL of `role`, whose password lies beside that of the read-only role.
  public String database(AtomRole role) {
    String reader = AtomRole.ATOM_READER.roleName();
    int file = database.lastIndexOf(reader);
    return file < 0
        ? database
        : (database.substring(0, file)
                + role.roleName()
                + database.substring(file + reader.length()))
            .replace("//" + reader + "@", "//" + role.roleName() + "@");
  }

  /// The base URL of one process.
  public String url(String process) {
    return "https://127.0.0.1:" + ports.getOrDefault(process, 0);
  }

  /// The supervisor that runs the instance in `data` now; empty when none does.
  public static OptionalLong supervisor(DataFolder data) {
    return DataLock.holder(data);
  }

  InstanceState withPorts(Map<String, Integer> newPorts) {
    return new InstanceState(newPorts, pids, database, ready, prepared);
  }

  InstanceState withPid(String process, long pid) {
    var more = new TreeMap<>(pids);
    more.put(process, pid);
    return new InstanceState(ports, more, database, ready, prepared);
  }

  InstanceState withDatabase(String url) {
    return new InstanceState(ports, pids, url, ready, prepared);
  }

  InstanceState nowReady() {
    return new InstanceState(ports, pids, database, true, true);
  }

  InstanceState stopped() {
    return new InstanceState(ports, Map.of(), database, false, prepared);
  }
}
