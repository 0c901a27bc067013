// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.util.ArrayList;
import java.util.List;

/// What a node agent sends at once, and signs. Its scrapes and deltas are kept as bytes: they are
/// made once, counted against the buffer's bound, and sent as they are.
///
/// @param node the node's id
/// @param epoch the run of the agent: random, new with each start
/// @param nonce what intake gave for this stream: a batch of another stream is a replay
/// @param sequence 1, 2, 3 ... within the epoch
/// @param sentMillis when
/// @param dropped how many scrapes and deltas of this epoch were given up so far
/// @param scrapes bytes of [Scrape]
/// @param deltas bytes of [Delta]
public record Batch(
    String node,
    String epoch,
    String nonce,
    long sequence,
    long sentMillis,
    long dropped,
    List<byte[]> scrapes,
    List<byte[]> deltas) {
  private static final int ITEMS_MAX = 10_000;

  public Batch {
    scrapes = List.copyOf(scrapes);
    deltas = List.copyOf(deltas);
  }

  /// The same for another stream, whose numbers go on from what is stored.
  public Batch renewed(String otherNonce, long otherSequence) {
    return new Batch(node, epoch, otherNonce, otherSequence, sentMillis, dropped, scrapes, deltas);
  }

  /// The bytes that are signed.
  public byte[] toBytes() {
    int size = 128;
    for (byte[] scrape : scrapes) {
      size += scrape.length + 6;
    }
    for (byte[] delta : deltas) {
      size += delta.length + 6;
    }
    var out = new WireWriter(size);
    out.text(1, node);
    out.text(2, epoch);
    out.text(3, nonce);
    out.number(4, sequence);
    out.number(5, sentMillis);
    out.number(6, dropped);
    scrapes.forEach(scrape -> out.bytes(7, scrape));
    deltas.forEach(delta -> out.bytes(8, delta));
    return out.toBytes();
  }

  /// Reads what [#toBytes()] wrote; the scrapes and deltas stay unread.
  public static Batch parse(byte[] bytes) throws MalformedMessageException {
    var in = new WireReader(bytes);
    String[] texts = {"", "", "", ""};
    long[] numbers = new long[7];
    List<byte[]> scrapes = new ArrayList<>();
    List<byte[]> deltas = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1, 2, 3 -> texts[field] = in.text();
        case 4, 5, 6 -> numbers[field] = in.number();
        case 7 -> scrapes.add(in.bytes());
        case 8 -> deltas.add(in.bytes());
        default -> in.skip();
      }
      if (scrapes.size() + deltas.size() > ITEMS_MAX) {
        throw new MalformedMessageException("more than " + ITEMS_MAX + " scrapes and deltas");
      }
    }
    return new Batch(
        texts[1], texts[2], texts[3], numbers[4], numbers[5], numbers[6], scrapes, deltas);
  }
}
