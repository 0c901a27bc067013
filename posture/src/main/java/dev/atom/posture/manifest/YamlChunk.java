// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.List;

/// A stretch of YAML from one `---` to the next, so that a broken one does not hide the others.
///
/// @param text the stretch, its separator line included
/// @param line the line it begins at, from 1
record YamlChunk(String text, int line) {
  /// The stretches of `text` that hold more than comments and directives.
  static List<YamlChunk> split(String text) {
    var chunks = new ArrayList<YamlChunk>();
    int start = 0;
    int startLine = 1;
    int line = 1;
    boolean filled = false;
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      if (isSeparator(text, at)) {
        if (filled) {
          chunks.add(new YamlChunk(text.substring(start, at), startLine));
        }
        start = at;
        startLine = line;
        filled = !isBlank(text, at + 3, next);
      } else {
        filled = filled || !isBlank(text, at, next);
      }
      at = next;
      line++;
    }
    if (filled) {
      chunks.add(new YamlChunk(text.substring(start), startLine));
    }
    return chunks;
  }

  private static boolean isSeparator(String text, int at) {
    if (!text.startsWith("---", at)) {
      return false;
    }
    return at + 3 == text.length() || " \t\r\n".indexOf(text.charAt(at + 3)) >= 0;
  }

  /// Whether the line holds a comment, a directive, or nothing.
  private static boolean isBlank(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '#' || (c == '%' && i == from)) {
        return true;
      }
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return false;
      }
    }
    return true;
  }
}
