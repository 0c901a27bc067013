// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All builtins by name, and the names of those that are known and refused.
public final class Builtins {
  /// What the language has and a decision here must not need: the network, the file of a schema,
  /// the building of credentials.
  private static final Set<String> REFUSED = Set.of("http.send");

  private final Map<String, Builtin> byName = new HashMap<>();

  private Builtins(List<List<Builtin>> families) {
    families.forEach(family -> family.forEach(b -> byName.put(b.name(), b)));
  }

  public static Builtins standard() {
    return new Builtins(
        List.of(
            Operators.table(),
            Aggregates.table(),
            Types.table(),
            Strings.table(),
            Objects.table(),
            Regexes.table()));
  }

  public @Nullable Builtin find(String name) {
    return byName.get(name);
  }

  /// Whether a name is one of the language that is refused here.
  public static boolean isRefused(String name) {
    return REFUSED.contains(name);
  }
}
