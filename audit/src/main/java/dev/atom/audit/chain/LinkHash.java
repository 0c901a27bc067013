// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import javax.crypto.Mac;

/// Computes chain hashes with one secret. Not safe for use by two threads.
public final class LinkHash {
  private final Mac mac;

  LinkHash(Mac mac) {
    this.mac = mac;
  }

  /// The hash, 32 bytes, over the columns that [EntryEncoding] wrote at `from` of `sink` and on.
  public byte[] of(ByteSink sink, int from) {
    mac.update(ChainFormat.DOMAIN);
    mac.update(sink.array(), from, sink.size() - from);
    return mac.doFinal();
  }
}
