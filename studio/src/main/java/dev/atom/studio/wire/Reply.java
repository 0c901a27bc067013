// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.util.Map;

/// What a handler answers: done, with a body that is a record, or refused.
public sealed interface Reply {
  /// The body of an answer that has nothing to say: `{}`.
  record Nothing() {}

  /// The call did what was asked.
  record Done(int status, Object body) implements Reply {}

  /// A probe's answer: one line of plain text.
  record Line(String text) implements Reply {}

  /// A text that is no JSON document, to be kept as a file.
  ///
  /// @param headers beyond those every answer carries
  record Document(String contentType, Map<String, String> headers, String text) implements Reply {
    public Document {
      headers = Map.copyOf(headers);
    }
  }

  /// The call was refused. `notes` are facts for the audit entry that the caller does not see.
  record Refused(Problem problem, Map<String, String> notes) implements Reply {
    public Refused {
      notes = Map.copyOf(notes);
    }
  }

  static Done ok(Object body) {
    return new Done(200, body);
  }

  static Done created(Object body) {
    return new Done(201, body);
  }

  static Done nothing() {
    return new Done(200, new Nothing());
  }

  static Refused refused(Problem.Code code, String detail) {
    return new Refused(Problem.of(code, detail), Map.of());
  }

  static Refused notFound(String what, String value) {
    var shown = value.length() > 80 ? value.substring(0, 20) + "..." : value;
    return refused(Problem.Code.NOT_FOUND, "there is no " + what + " '" + shown + "' you may see");
  }
}
