// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego;

import dev.atom.rego.eval.Linker;
import dev.atom.rego.eval.Program;
import dev.atom.rego.parse.Module;
import dev.atom.rego.parse.Parser;
import dev.atom.rego.parse.RegoException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles `.rego` source text.
///
/// Total: every text gives a program or the reasons why not. What the language has and this
/// evaluator does not is a reason, never silence.
public final class Rego {
  private static final int MODULES_MAX = 1000;

  private Rego() {}

  /// Compiles modules over base documents.
  ///
  /// @param data the base documents, an object
  public static Compilation compile(List<RegoSource> modules, Value data) {
    if (!(data instanceof ObjectValue documents)) {
      throw new IllegalArgumentException("base documents must be an object, not " + data.toJson());
    }
    var errors = new ArrayList<RegoError>();
    if (modules.size() > MODULES_MAX) {
      errors.add(
          new RegoError(
              modules.getLast().file(),
              1,
              1,
              "rego_compile_error",
              modules.size() + " modules; at most " + MODULES_MAX + " are compiled together"));
      return new Compilation.Rejected(errors);
    }
    var parsed = new ArrayList<Module>();
    for (RegoSource source : modules) {
      Module module = parse(source, errors);
      if (module != null) {
        parsed.add(module);
      }
    }
    if (!errors.isEmpty()) {
      return new Compilation.Rejected(errors);
    }
    return link(parsed, documents, errors);
  }

  private static @Nullable Module parse(RegoSource source, List<RegoError> errors) {
    try {
      return Parser.module(source);
    } catch (RegoException e) {
      errors.add(e.error());
    } catch (StackOverflowError e) {
      errors.add(tooDeep(source.file()));
    }
    return null;
  }

  private static Compilation link(List<Module> modules, ObjectValue data, List<RegoError> errors) {
    try {
      Program program = Linker.link(modules, data, errors);
      return program == null
          ? new Compilation.Rejected(errors)
          : new Compilation.Compiled(new RegoProgram(program));
    } catch (StackOverflowError e) {
      return new Compilation.Rejected(List.of(tooDeep("")));
    }
  }

  private static RegoError tooDeep(String file) {
    return new RegoError(file, 1, 1, "rego_parse_error", "nested deeper than can be read");
  }
}
