// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.cli.instance.InstanceTls;
import dev.atom.cli.instance.Readiness;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// How an instance is, at one moment. Holds no password.
///
/// @param data its folder
/// @param state what it wrote about itself
/// @param supervisor the process that runs it; empty when it is stopped
/// @param problems process name to what is wrong; empty when all is well
record Status(
    DataFolder data, InstanceState state, OptionalLong supervisor, Map<String, String> problems) {
  Status {
    problems = Map.copyOf(problems);
  }

  static Status of(DataFolder data) {
    InstanceState state =
        InstanceState.read(data).orElse(new InstanceState(Map.of(), Map.of(), "", false, false));
    OptionalLong supervisor = InstanceState.supervisor(data);
    return new Status(
        data, state, supervisor, supervisor.isPresent() ? ask(data, state) : Map.of());
  }

  private static Map<String, String> ask(DataFolder data, InstanceState state) {
    Map<String, String> problems = new LinkedHashMap<>();
    try (var client = InstanceTls.client(data)) {
      var readiness = new Readiness(client);
      for (String process : DataFolder.PROCESSES) {
        String problem = readiness.problem(state.url(process));
        if (!problem.isEmpty()) {
          problems.put(process, problem);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return problems;
  }

  boolean ready() {
    return supervisor.isPresent() && state.ready() && problems.isEmpty();
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("running", supervisor.isPresent()).put("ready", ready());
    for (String process : DataFolder.PROCESSES) {
      json.put(process, state.url(process));
    }
    json.put("database", state.database());
    json.put("ca", data.caCertificate().toString());
    json.put("data", data.root().toString());
    json.put("admin_user", InstanceState.ADMIN_USER);
    json.put("admin_password_file", data.adminPassword().toString());
    ObjectNode pids = json.putObject("pids");
    if (supervisor.isPresent()) {
      state.pids().forEach(pids::put);
    }
    ObjectNode wrong = json.putObject("problems");
    problems.forEach(wrong::put);
    return json;
  }
}
