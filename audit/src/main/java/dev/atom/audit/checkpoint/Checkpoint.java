// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import dev.atom.audit.tree.TreeHash;
import java.util.List;

/// What a log says of itself at one moment (C2SP tlog-checkpoint): how large its tree is, and the
/// root.
///
/// @param origin which log, unique in the world
/// @param size leaves of the tree
/// @param root of the tree
/// @param extensions further lines, which no tool of ours writes
public record Checkpoint(String origin, long size, TreeHash root, List<String> extensions) {
  private static final int LINES = 3;

  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (origin.isEmpty() || origin.contains("\n") || size < 0) {
      throw new IllegalArgumentException("no log '" + origin + "' has size " + size);
    }
  }

  public Checkpoint(String origin, long size, TreeHash root) {
    this(origin, size, root, List.of());
  }

  /// Reads the text of a note.
  public static Checkpoint parse(String text) throws FormatException {
    if (!text.endsWith("\n")) {
      throw new FormatException(FormatFault.NO_FINAL_NEWLINE, "the last line does not end");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (lines.size() < LINES) {
      throw new FormatException(
          FormatFault.TOO_FEW_LINES, "a checkpoint has three lines, not " + lines.size());
    }
    if (lines.get(0).isEmpty()) {
      throw new FormatException(FormatFault.BAD_FIRST_LINE, "the checkpoint names no origin");
    }
    List<String> extensions = lines.subList(LINES, lines.size());
    if (extensions.contains("")) {
      throw new FormatException(FormatFault.UNEXPECTED_LINE, "an extension line is empty");
    }
    long size = StrictText.number(lines.get(1), "tree size");
    return new Checkpoint(
        lines.get(0), size, StrictText.hash(lines.get(2), "root hash"), extensions);
  }

  /// The text that is signed.
  public String text() {
    var text = new StringBuilder(origin).append('\n').append(size).append('\n');
    text.append(root.base64()).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
