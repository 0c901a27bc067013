// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.protocol.Batch;

/// What intake makes of a batch.
public sealed interface Verdict {
  /// It is the next one, and whole.
  record Accepted(Batch batch) implements Verdict {}

  /// It is not taken.
  record Refused(Reason reason, long sequence) implements Verdict {}

  /// Why a batch is not taken.
  enum Reason {
    /// The key is not one of the tenant's.
    KEY_UNKNOWN("key_unknown"),
    /// The key signs for another node.
    KEY_OF_ANOTHER_NODE("key_of_another_node"),
    /// The signature does not fit: the batch was altered, or signed by somebody else.
    SIGNATURE_WRONG("signature_wrong"),
    /// It says it is of another node or run than the stream.
    STREAM_OF_ANOTHER("stream_of_another"),
    /// It was made for another stream, or came before: a replay.
    REPLAYED("replayed"),
    /// One before it is missing, or came later.
    OUT_OF_ORDER("out_of_order"),
    /// It cannot be read.
    MALFORMED("malformed");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /// The stable name on the wire and in records.
    public String code() {
      return code;
    }
  }
}
