// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

/// What intake answers on a stream.
public sealed interface IntakeMessage {
  /// The answer to a hello.
  ///
  /// @param nonce for the batches of this stream
  /// @param lastSequence the last batch of the agent's epoch that is stored; 0 for none
  record Welcome(String nonce, long lastSequence) implements IntakeMessage {}

  /// The batch is stored durably, and all before it.
  record Acknowledged(long sequence) implements IntakeMessage {}

  /// The batch is not stored, and will not be however often it is sent.
  ///
  /// @param reason a stable code, such as `signature_wrong`
  record Refused(long sequence, String reason) implements IntakeMessage {}

  /// A configuration that the agent is asked to use.
  ///
  /// @param sequence of the offer, growing
  /// @param yaml the document
  record ConfigOffer(long sequence, String yaml) implements IntakeMessage {}

  /// The bytes of this message.
  default byte[] toBytes() {
    var inner = new WireWriter(64);
    int field =
        switch (this) {
          case Welcome(String nonce, long last) -> {
            inner.text(1, nonce);
            inner.number(2, last);
            yield 1;
          }
          case Acknowledged(long sequence) -> {
            inner.number(1, sequence);
            yield 2;
          }
          case Refused(long sequence, String reason) -> {
            inner.number(1, sequence);
            inner.text(2, reason);
            yield 3;
          }
          case ConfigOffer(long sequence, String yaml) -> {
            inner.number(1, sequence);
            inner.text(2, yaml);
            yield 4;
          }
        };
    byte[] body = inner.toBytes();
    var out = new WireWriter(body.length + 8);
    out.bytes(field, body);
    return out.toBytes();
  }

  /// Reads what [#toBytes()] wrote.
  static IntakeMessage parse(byte[] bytes) throws MalformedMessageException {
    var in = new WireReader(bytes);
    IntakeMessage message = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1, 2, 3, 4 -> message = inner(field, in.message());
        default -> in.skip();
      }
    }
    if (message == null) {
      throw new MalformedMessageException("it says nothing that is known here");
    }
    return message;
  }

  /// The first has its text before its number, the others the other way round.
  private static IntakeMessage inner(int kind, WireReader in) throws MalformedMessageException {
    int textField = kind == 1 ? 1 : 2;
    long number = 0;
    String text = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == textField) {
        text = in.text();
      } else if (field <= 2) {
        number = in.number();
      } else {
        in.skip();
      }
    }
    return switch (kind) {
      case 1 -> new Welcome(text, number);
      case 2 -> new Acknowledged(number);
      case 3 -> new Refused(number, text);
      default -> new ConfigOffer(number, text);
    };
  }
}
