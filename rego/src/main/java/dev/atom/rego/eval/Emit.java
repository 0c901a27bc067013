// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.RuleInfo;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import dev.atom.rego.parse.Position;

/// The last step of a rule body: what the head gives goes to the rule's document.
///
/// A step answers that it wants no further way when the head is constant: more could change
/// nothing.
final class Emit {
  private Emit() {}

  /// The value of a complete document or of a function.
  static Step value(RuleInfo rule, Expr value, boolean constant, boolean function) {
    return frame -> {
      Value result = value.eval(frame);
      if (result == null) {
        return false;
      }
      if (frame.result == null) {
        frame.result = result;
        frame.run.hit(rule, result);
        return constant;
      }
      if (!frame.result.equals(result)) {
        throw Run.conflict(rule, function);
      }
      return false;
    };
  }

  /// The value of a default, which is no rule that succeeded.
  static Step fallback(Expr value) {
    return frame -> {
      frame.result = value.eval(frame);
      return true;
    };
  }

  /// An element of a partial set.
  static Step element(RuleInfo rule, Expr element, boolean constant) {
    return frame -> {
      Value item = element.eval(frame);
      if (item != null) {
        frame.run.step();
        if (((SetValue.Builder) frame.aux[0]).add(item)) {
          frame.run.hit(rule, item);
        }
      }
      return constant && item != null;
    };
  }

  /// A member of a partial object, or an element of a set inside one.
  static Step member(
      RuleInfo rule, Position at, Expr[] keys, Expr value, boolean set, boolean constant) {
    return frame -> {
      var path = new Value[keys.length];
      for (int i = 0; i < keys.length; i++) {
        Value key = keys[i].eval(frame);
        if (key == null) {
          return false;
        }
        path[i] = key;
      }
      Value leaf = value.eval(frame);
      if (leaf == null) {
        return false;
      }
      frame.run.step();
      var tree = (Tree.Below) frame.aux[0];
      if (set ? tree.add(at, path, leaf) : tree.put(at, path, leaf)) {
        frame.run.hit(rule, leaf);
      }
      return constant;
    };
  }
}
