// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import dev.atom.base.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The secrets a verifier has, by the id that entries name them with.
public final class KeyRing {
  private final Map<String, ChainKey> keys;

  private KeyRing(Map<String, ChainKey> keys) {
    this.keys = keys;
  }

  /// A ring of these secrets.
  public static KeyRing of(Collection<Secret> secrets) {
    Map<String, ChainKey> keys = new TreeMap<>();
    for (Secret secret : secrets) {
      var key = ChainKey.of(secret);
      keys.put(key.id(), key);
    }
    return new KeyRing(Map.copyOf(keys));
  }

  /// A ring of one secret.
  public static KeyRing of(Secret secret) {
    return of(List.of(secret));
  }

  /// The key of this id, if it is on the ring.
  public Optional<ChainKey> find(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }
}
