// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import dev.atom.studio.wire.Problem;
import dev.atom.studio.wire.Reply;

/// What a work in a transaction came to.
public sealed interface Change {
  /// Rows were changed; the entry must be durable before they are.
  record Made(Entry entry, Effect effect, Reply reply) implements Change {}

  /// Nothing was changed. A work refuses before it writes.
  record Refused(Reply.Refused reply) implements Change {}

  /// A change that the gateway must learn of.
  static Change world(Entry entry, Reply reply) {
    return new Made(entry, Effect.WORLD, reply);
  }

  /// A change of a user's sessions alone, which only studio looks at.
  static Change session(Entry entry, Reply reply) {
    return new Made(entry, Effect.SESSION, reply);
  }

  static Change refused(Problem.Code code, String detail) {
    return new Refused(Reply.refused(code, detail));
  }

  static Change notFound(String what, String value) {
    return new Refused(Reply.notFound(what, value));
  }

  /// Who must learn of a change.
  enum Effect {
    WORLD,
    SESSION
  }
}
