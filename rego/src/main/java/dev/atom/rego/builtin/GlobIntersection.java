// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Whether some text matches both of two small expressions made of characters, `.`, `[a-z]`, `*`
/// and `+`.
final class GlobIntersection {
  private static final int TOKENS_MAX = 1000;

  private GlobIntersection() {}

  private record Token(BitSet characters, boolean optional, boolean repeated) {}

  static boolean meet(Value[] args) {
    List<Token> left = tokens(Args.text(args, 0));
    List<Token> right = tokens(Args.text(args, 1));
    var seen = new BitSet();
    var open = new ArrayList<int[]>();
    open.add(new int[] {0, 0});
    while (!open.isEmpty()) {
      int[] state = open.removeLast();
      int i = state[0];
      int j = state[1];
      int id = i * (right.size() + 1) + j;
      if (seen.get(id)) {
        continue;
      }
      seen.set(id);
      if (i == left.size() && j == right.size()) {
        return true;
      }
      step(left, right, i, j, open);
    }
    return false;
  }

  private static void step(List<Token> left, List<Token> right, int i, int j, List<int[]> open) {
    if (i < left.size() && left.get(i).optional) {
      open.add(new int[] {i + 1, j});
    }
    if (j < right.size() && right.get(j).optional) {
      open.add(new int[] {i, j + 1});
    }
    if (i < left.size()
        && j < right.size()
        && left.get(i).characters.intersects(right.get(j).characters)) {
      open.add(new int[] {i + 1, j + 1});
      if (left.get(i).repeated) {
        open.add(new int[] {i, j + 1});
      }
      if (right.get(j).repeated) {
        open.add(new int[] {i + 1, j});
      }
    }
  }

  private static List<Token> tokens(String glob) {
    var tokens = new ArrayList<Token>();
    int at = 0;
    while (at < glob.length()) {
      var characters = new BitSet();
      char c = glob.charAt(at);
      if (c == '[') {
        at = range(glob, at, characters);
      } else if (c == '.') {
        characters.set(0, Character.MAX_VALUE + 1);
        at++;
      } else {
        at += c == '\\' ? 1 : 0;
        if (at == glob.length()) {
          throw BuiltinException.failed("'" + glob + "' ends in an escape");
        }
        characters.set(glob.charAt(at));
        at++;
      }
      char flag = at < glob.length() ? glob.charAt(at) : ' ';
      at += flag == '*' || flag == '+' ? 1 : 0;
      tokens.add(new Token(characters, flag == '*', flag == '*' || flag == '+'));
      if (tokens.size() > TOKENS_MAX) {
        throw BuiltinException.failed("expression with more than " + TOKENS_MAX + " characters");
      }
    }
    return tokens;
  }

  private static int range(String glob, int start, BitSet characters) {
    int at = start + 1;
    while (at < glob.length() && glob.charAt(at) != ']') {
      char from = glob.charAt(at);
      if (at + 2 < glob.length() && glob.charAt(at + 1) == '-' && glob.charAt(at + 2) != ']') {
        characters.set(from, Math.max(from, glob.charAt(at + 2)) + 1);
        at += 3;
      } else {
        characters.set(from);
        at++;
      }
    }
    if (at == glob.length()) {
      throw BuiltinException.failed("'" + glob + "' has an open bracket");
    }
    return at + 1;
  }
}
