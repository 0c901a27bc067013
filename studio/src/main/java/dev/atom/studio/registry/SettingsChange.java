// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.store.AgentSettings;
import dev.atom.studio.store.AgentStatus;
import dev.atom.studio.store.Agents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// From what a body says to an agent's settings, and back to what is different now. Pure.
final class SettingsChange {
  private SettingsChange() {}

  static AgentSettings settings(Bodies.NewAgent body, List<String> defaultModels) {
    return new AgentSettings(
        body.name(),
        or(body.description(), ""),
        Optional.empty(),
        or(body.allowedModels(), defaultModels),
        or(body.rpmLimit(), 60),
        or(body.tpmLimit(), 100_000),
        new AgentSettings.Hitl(
            or(body.hitlTimeoutSeconds(), 300),
            or(body.hitlFallback(), AgentSettings.Fallback.ABORT)),
        or(body.tools(), List.of()),
        or(body.skills(), List.of()));
  }

  static Agents.Agent apply(Bodies.AgentPatch patch, Agents.Agent agent) {
    var old = agent.settings();
    var service = patch.clusterServiceName();
    var settings =
        new AgentSettings(
            or(patch.name(), old.name()),
            or(patch.description(), old.description()),
            service == null
                ? old.clusterServiceName()
                : service.isEmpty() ? Optional.empty() : Optional.of(service),
            or(patch.allowedModels(), old.allowedModels()),
            or(patch.rpmLimit(), old.rpmLimit()),
            or(patch.tpmLimit(), old.tpmLimit()),
            new AgentSettings.Hitl(
                or(patch.hitlTimeoutSeconds(), old.hitl().timeoutSeconds()),
                or(patch.hitlFallback(), old.hitl().fallback())),
            or(patch.tools(), old.tools()),
            or(patch.skills(), old.skills()));
    var status = patch.status();
    return agent
        .with(settings)
        .with(status == null ? agent.status() : AgentStatus.valueOf(status.name()));
  }

  /// Whether the patch says that the agent runs, or where.
  static boolean places(Bodies.AgentPatch patch) {
    return patch.status() == Bodies.PlainStatus.DEPLOYED || patch.clusterServiceName() != null;
  }

  /// What is wrong with the settings, empty for nothing.
  static Optional<String> problem(AgentSettings settings) {
    try {
      Limits.check(settings);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Fields whose values differ, each with both.
  static Map<String, Object> difference(Agents.Agent before, Agents.Agent after) {
    var old = fields(before);
    Map<String, Object> changed = new TreeMap<>();
    fields(after)
        .forEach((name, value) -> {
          var was = old.getOrDefault(name, "");
          if (!value.equals(was)) {
            changed.put(name, Map.of("from", was, "to", value));
          }
        });
    return changed;
  }

  /// What may be set about an agent, by the names of the API.
  static Map<String, Object> fields(Agents.Agent agent) {
    var settings = agent.settings();
    Map<String, Object> fields = new TreeMap<>();
    fields.put("name", settings.name());
    fields.put("description", settings.description());
    fields.put("status", agent.status().written());
    fields.put("cluster_service_name", settings.clusterServiceName().orElse(""));
    fields.put("allowed_models", settings.allowedModels());
    fields.put("rpm_limit", settings.rpmLimit());
    fields.put("tpm_limit", settings.tpmLimit());
    fields.put("hitl_timeout_seconds", settings.hitl().timeoutSeconds());
    fields.put("hitl_fallback", settings.hitl().fallback().name());
    fields.put("tools", settings.tools());
    fields.put("skills", settings.skills());
    return fields;
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
