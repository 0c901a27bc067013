// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import dev.atom.rego.parse.Position;
import java.util.ArrayList;

/// Comprehensions: a body that runs to its end and leaves a value each time. The collection grows
/// in an auxiliary place of the frame, one for each comprehension.
final class Comprehensions {
  private Comprehensions() {}

  @SuppressWarnings("unchecked")
  static Expr array(int aux, Expr head, Plan plan) {
    Step body =
        plan.link(frame -> {
          Value item = head.eval(frame);
          if (item != null) {
            frame.run.step();
            ((ArrayList<Value>) frame.aux[aux]).add(item);
          }
          return false;
        });
    return frame -> {
      var items = new ArrayList<Value>();
      frame.aux[aux] = items;
      body.run(frame);
      return Value.array(items);
    };
  }

  static Expr set(int aux, Expr head, Plan plan) {
    Step body =
        plan.link(frame -> {
          Value item = head.eval(frame);
          if (item != null) {
            frame.run.step();
            ((SetValue.Builder) frame.aux[aux]).add(item);
          }
          return false;
        });
    return frame -> {
      var items = new SetValue.Builder(4);
      frame.aux[aux] = items;
      body.run(frame);
      return items.build();
    };
  }

  static Expr object(Position at, int aux, Expr key, Expr head, Plan plan) {
    Step body =
        plan.link(frame -> {
          Value name = key.eval(frame);
          Value value = name == null ? null : head.eval(frame);
          if (name == null || value == null) {
            return false;
          }
          frame.run.step();
          var members = (ObjectValue.Builder) frame.aux[aux];
          Value known = members.get(name);
          if (known != null && !known.equals(value)) {
            throw new EvalException(at, "eval_conflict_error", "object keys must be unique");
          }
          members.put(name, value);
          return false;
        });
    return frame -> {
      var members = new ObjectValue.Builder(4);
      frame.aux[aux] = members;
      body.run(frame);
      return members.build();
    };
  }
}
