// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import dev.atom.rego.builtin.Builtin;
import dev.atom.rego.builtin.BuiltinException;
import dev.atom.rego.parse.Position;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Calls of builtins and of functions that rules define, replaced ones included.
final class Calls {
  private Calls() {}

  static Expr builtin(Position at, Builtin builtin, Expr[] args) {
    return frame -> {
      var values = new Value[args.length];
      for (int i = 0; i < values.length; i++) {
        Value value = args[i].eval(frame);
        if (value == null) {
          return null;
        }
        values[i] = value;
      }
      if (frame.run.scope.mocks != null) {
        Object mock = frame.run.scope.mocks.get(builtin);
        if (mock != null) {
          return mocked(at, frame.run, mock, values);
        }
      }
      return apply(at, frame.run, builtin, values);
    };
  }

  static Expr function(Position at, DocNode function, Expr[] args) {
    Group group = Objects.requireNonNull(function.group);
    return frame -> {
      var values = new Value[args.length];
      for (int i = 0; i < values.length; i++) {
        Value value = args[i].eval(frame);
        if (value == null) {
          return null;
        }
        values[i] = value;
      }
      if (frame.run.scope.mocks != null) {
        Object mock = frame.run.scope.mocks.get(function);
        if (mock != null) {
          return mocked(at, frame.run, mock, values);
        }
      }
      return frame.run.call(group, values);
    };
  }

  /// A replacement is a value, or a function that itself sees no replacements.
  private static @Nullable Value mocked(Position at, Run run, Object mock, Value[] values) {
    if (mock instanceof Value value) {
      return value;
    }
    Scope before = run.scope;
    run.scope = before.withoutMocks();
    Value result =
        mock instanceof Builtin builtin
            ? apply(at, run, builtin, values)
            : run.call(Objects.requireNonNull(((DocNode) mock).group), values);
    run.scope = before;
    return result;
  }

  private static @Nullable Value apply(Position at, Run run, Builtin builtin, Value[] values) {
    run.step();
    try {
      Value result = builtin.body().call(run, values);
      if (result instanceof Value.Str text && text.text().length() > 256) {
        run.charge(text.text().length() >> 4);
      } else if (result != null && result.rank() > 3) {
        run.charge(Steps.size(result));
      }
      return result;
    } catch (BuiltinException e) {
      if (run.strict) {
        throw new EvalException(at, e.code(), builtin.name() + ": " + e.getMessage());
      }
      return null;
    } catch (EvalException e) {
      throw e;
    } catch (RuntimeException e) {
      // What a library throws unannounced must not become an answer, nor end the caller's loop.
      throw new EvalException(at, "eval_builtin_error", builtin.name() + ": " + e);
    }
  }
}
