// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import dev.atom.base.AtomException;
import dev.atom.rego.Compilation;
import dev.atom.rego.ObjectValue;
import dev.atom.rego.Rego;
import dev.atom.rego.RegoError;
import dev.atom.rego.RegoProgram;
import dev.atom.rego.Value;
import java.util.List;

/// Files made into an engine, or the reasons why not.
sealed interface PolicyLoad {
  record Ready(PolicyEngine engine) implements PolicyLoad {}

  record Unusable(List<String> problems) implements PolicyLoad {}

  static PolicyLoad of(PolicyFiles files) {
    if (!files.hasRules()) {
      return unusable("holds no policy file: put .rego files into base or custom");
    }
    try {
      return switch (Rego.compile(files.sources(), data(files))) {
        case Compilation.Compiled(RegoProgram program) -> ready(program, files.digest());
        case Compilation.Rejected(List<RegoError> errors) ->
            new Unusable(errors.stream().map(RegoError::toString).toList());
      };
    } catch (AtomException e) {
      return unusable(String.valueOf(e.getMessage()));
    }
  }

  /// The data document; an empty object when there is none.
  ///
  /// @throws AtomException when it is not an object, or speaks for the rules
  static Value data(PolicyFiles files) {
    String text = files.data();
    if (text == null) {
      return ObjectValue.EMPTY;
    }
    Value document;
    try {
      document = Value.parseJson(text);
    } catch (IllegalArgumentException e) {
      throw bad("data.json:1:1: is not JSON: " + e.getMessage());
    }
    if (!(document instanceof ObjectValue object)) {
      throw bad("data.json:1:1: is not an object");
    }
    if (object.get("atom") instanceof ObjectValue atom && atom.get("authz") != null) {
      throw bad("data.json:1:1: defines data.atom.authz, which belongs to the rules");
    }
    return object;
  }

  private static PolicyLoad ready(RegoProgram program, String digest) {
    boolean allows =
        program.rules().stream().anyMatch(rule -> rule.path().equals(PolicyEngine.ALLOW));
    return allows
        ? new Ready(new PolicyEngine(program, digest))
        : unusable("has no rule " + PolicyEngine.ALLOW + ", so nothing could ever be allowed");
  }

  private static PolicyLoad unusable(String problem) {
    return new Unusable(List.of(problem));
  }

  private static AtomException bad(String message) {
    return new AtomException(dev.atom.base.ErrorCode.BAD_CONFIGURATION, message);
  }
}
