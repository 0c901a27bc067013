// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.util.ArrayList;
import java.util.List;

/// What a node agent says on its stream.
public sealed interface AgentMessage {
  /// The first message of every stream.
  ///
  /// @param node the node's id, as its batches will say
  /// @param epoch the run of the agent
  /// @param version of the agent
  /// @param collectors that it can run
  record Hello(String node, String epoch, String version, List<String> collectors)
      implements AgentMessage {
    public Hello {
      collectors = List.copyOf(collectors);
    }
  }

  /// A batch with its signature.
  ///
  /// @param content bytes of a [Batch]
  /// @param signature Ed25519 over [IntakeService#signed(byte\[\])] of the content
  /// @param keyId the first 16 hex digits of the SHA-256 of the signer's public key
  record SignedBatch(Bytes content, Bytes signature, String keyId) implements AgentMessage {}

  /// The answer to an offered configuration.
  ///
  /// @param sequence of the offer
  /// @param problem why it is not in force; empty when it is
  record ConfigReply(long sequence, String problem) implements AgentMessage {}

  /// The bytes of this message.
  default byte[] toBytes() {
    var inner = new WireWriter(64);
    int field =
        switch (this) {
          case Hello(String node, String epoch, String version, List<String> collectors) -> {
            inner.text(1, node);
            inner.text(2, epoch);
            inner.text(3, version);
            collectors.forEach(name -> inner.element(4, name));
            yield 1;
          }
          case SignedBatch(Bytes content, Bytes signature, String keyId) -> {
            inner.bytes(1, content.array());
            inner.bytes(2, signature.array());
            inner.text(3, keyId);
            yield 2;
          }
          case ConfigReply(long sequence, String problem) -> {
            inner.number(1, sequence);
            inner.text(2, problem);
            yield 3;
          }
        };
    byte[] body = inner.toBytes();
    var out = new WireWriter(body.length + 8);
    out.bytes(field, body);
    return out.toBytes();
  }

  /// Reads what [#toBytes()] wrote.
  static AgentMessage parse(byte[] bytes) throws MalformedMessageException {
    var in = new WireReader(bytes);
    AgentMessage message = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> message = hello(in.message());
        case 2 -> message = batch(in.message());
        case 3 -> message = reply(in.message());
        default -> in.skip();
      }
    }
    if (message == null) {
      throw new MalformedMessageException("it says nothing that is known here");
    }
    return message;
  }

  private static Hello hello(WireReader in) throws MalformedMessageException {
    String[] texts = {"", "", "", ""};
    List<String> collectors = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1, 2, 3 -> texts[field] = in.text();
        case 4 -> collectors.add(in.text());
        default -> in.skip();
      }
    }
    return new Hello(texts[1], texts[2], texts[3], collectors);
  }

  private static SignedBatch batch(WireReader in) throws MalformedMessageException {
    byte[] content = {};
    byte[] signature = {};
    String keyId = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> content = in.bytes();
        case 2 -> signature = in.bytes();
        case 3 -> keyId = in.text();
        default -> in.skip();
      }
    }
    return new SignedBatch(new Bytes(content), new Bytes(signature), keyId);
  }

  private static ConfigReply reply(WireReader in) throws MalformedMessageException {
    long sequence = 0;
    String problem = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> sequence = in.number();
        case 2 -> problem = in.text();
        default -> in.skip();
      }
    }
    return new ConfigReply(sequence, problem);
  }
}
