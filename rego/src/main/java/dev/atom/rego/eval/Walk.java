// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.eval;

import dev.atom.rego.Value;
import org.jspecify.annotations.Nullable;

/// A step along a reference with variables in it: each free operand takes every key there is.
final class Walk implements Step {
  private final Expr head;
  private final Operand[] operands;
  private final Pattern end;
  private final Step next;

  Walk(Expr head, Operand[] operands, Pattern end, Step next) {
    this.head = head;
    this.operands = operands;
    this.end = end;
    this.next = next;
  }

  /// An operand: an expression whose value is the key, or a pattern that takes each key.
  record Operand(@Nullable Expr expr, @Nullable Value constant, @Nullable Pattern pattern) {
    static Operand given(Expr expr, Node node) {
      return new Operand(expr, node instanceof Node.Const(Value value) ? value : null, null);
    }

    static Operand open(Pattern pattern) {
      return new Operand(null, null, pattern);
    }
  }

  @Override
  public boolean run(Frame frame) {
    Value value = head.eval(frame);
    return value != null && from(frame, value, 0);
  }

  /// Walks on in a plain value from an operand.
  boolean from(Frame frame, Value start, int position) {
    Value value = start;
    for (int i = position; i < operands.length; i++) {
      Operand operand = operands[i];
      if (operand.pattern != null) {
        return each(frame, value, i, operand.pattern);
      }
      Value key = key(operand, frame);
      value = key == null ? null : Exprs.at(value, key);
      if (value == null) {
        return false;
      }
    }
    return end.match(frame, value) && next.run(frame);
  }

  static @Nullable Value key(Operand operand, Frame frame) {
    if (operand.constant != null) {
      return operand.constant;
    }
    return operand.expr == null ? null : operand.expr.eval(frame);
  }

  private boolean each(Frame frame, Value value, int position, Pattern pattern) {
    int size = Steps.size(value);
    for (int i = 0; i < size; i++) {
      frame.run.step();
      if (pattern.match(frame, Steps.key(value, i))
          && from(frame, Steps.item(value, i), position + 1)) {
        return true;
      }
    }
    return false;
  }
}
