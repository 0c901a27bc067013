// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The settings of an agent that can be given when it is made and changed later.
final class AgentSettingsOptions {
  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private @Nullable String description;

  @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute.")
  private @Nullable Integer rpm;

  @Option(names = "--tpm", paramLabel = "N", description = "Model tokens a minute.")
  private @Nullable Integer tpm;

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "NAME",
      description = "A model it may use; repeat it, or '*' for all.")
  private @Nullable List<String> models;

  @Option(
      names = "--tool",
      split = ",",
      paramLabel = "NAME",
      description = "A tool it may call; repeat it.")
  private @Nullable List<String> tools;

  @Option(
      names = "--skill",
      split = ",",
      paramLabel = "NAME",
      description = "A skill it has; repeat it.")
  private @Nullable List<String> skills;

  /// What was given, by the names of studio's API.
  ObjectNode given() {
    ObjectNode body = Json.object();
    if (description != null) {
      body.put("description", description);
    }
    if (rpm != null) {
      body.put("rpm_limit", rpm);
    }
    if (tpm != null) {
      body.put("tpm_limit", tpm);
    }
    putList(body, "allowed_models", models);
    putList(body, "tools", tools);
    putList(body, "skills", skills);
    return body;
  }

  /// An empty text empties the list: `--tool ''`.
  private static void putList(ObjectNode body, String name, @Nullable List<String> values) {
    if (values != null) {
      var array = body.putArray(name);
      values.stream().filter(value -> !value.isBlank()).forEach(array::add);
    }
  }
}
