// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.registry;

import dev.atom.studio.store.AgentSettings;
import dev.atom.studio.wire.Uuids;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// What values the fields of domains and agents may have. Every method names the field, the value
/// and the way out in its [IllegalArgumentException].
final class Limits {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?");
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,252})(?::\\d{1,5})?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}");
  private static final int LIST_MAX = 200;

  private Limits() {}

  /// A name that can stand in a path and in a DNS label, and cannot be taken for an id.
  static void name(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw refused(
          field,
          name,
          "use 1 to 63 of a-z, 0-9, '-', '_' and '.', beginning and ending with a letter or digit");
    }
    if (Uuids.parse(name).isPresent()) {
      throw refused(field, name, "a name may not look like an id");
    }
  }

  /// Everything about an agent at once.
  static void check(AgentSettings settings) {
    name("name", settings.name());
    if (settings.description().length() > 2000) {
      throw new IllegalArgumentException(
          "field 'description' has " + settings.description().length() + " characters; 2000 fit");
    }
    settings
        .clusterServiceName()
        .ifPresent(host -> {
          if (!HOST.matcher(host).matches()) {
            throw refused("cluster_service_name", host, "write a service name or name:port");
          }
        });
    between("rpm_limit", settings.rpmLimit(), 1, 1_000_000);
    between("tpm_limit", settings.tpmLimit(), 1, Integer.MAX_VALUE);
    between("hitl_timeout_seconds", settings.hitl().timeoutSeconds(), 1, 604_800);
    words("allowed_models", settings.allowedModels());
    words("tools", settings.tools());
    words("skills", settings.skills());
  }

  private static void between(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(field, String.valueOf(value), "it must be between " + least + " and " + most);
    }
  }

  private static void words(String field, List<String> words) {
    if (words.size() > LIST_MAX || new HashSet<>(words).size() != words.size()) {
      throw new IllegalArgumentException(
          "field '" + field + "' must have at most " + LIST_MAX + " different elements");
    }
    boolean every = field.equals("allowed_models") && words.equals(List.of("*"));
    for (String word : words) {
      if (!every && !WORD.matcher(word).matches()) {
        throw refused(
            field,
            word,
            field.equals("allowed_models")
                ? "write exact model names, or the single element '*'"
                : "write names of letters, digits and . _ : / @ + -");
      }
    }
  }

  private static IllegalArgumentException refused(String field, String value, String wayOut) {
    var shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
    return new IllegalArgumentException("field '" + field + "' is '" + shown + "'; " + wayOut);
  }
}
