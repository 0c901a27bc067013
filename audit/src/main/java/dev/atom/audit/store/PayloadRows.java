// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import java.util.ArrayList;
import java.util.List;

/// The payloads of a batch, as they go into their table. Not safe for use by two threads.
public final class PayloadRows {
  private final List<Long> ids = new ArrayList<>();
  private final List<byte[]> nonces = new ArrayList<>();
  private final List<byte[]> texts = new ArrayList<>();

  /// Adds the payload of entry `id`.
  ///
  /// @param text its UTF-8 form, without U+0000
  public void add(long id, byte[] nonce, byte[] text) {
    ids.add(id);
    nonces.add(nonce);
    texts.add(text);
  }

  /// Forgets all of them.
  public void clear() {
    ids.clear();
    nonces.clear();
    texts.clear();
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  Long[] ids() {
    return ids.toArray(new Long[0]);
  }

  byte[][] nonces() {
    return nonces.toArray(new byte[0][]);
  }

  byte[][] texts() {
    return texts.toArray(new byte[0][]);
  }
}
