// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import dev.atom.base.Secret;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Secrets of the chain by the id that entries name them with: all that a verifier was given, or
/// the one or two that a writer may go on with.
public final class KeyRing {
  private static final int LINES_MAX = 1000;

  private final Map<String, ChainKey> keys;

  private KeyRing(Map<String, ChainKey> keys) {
    this.keys = keys;
  }

  /// A ring of these secrets. Each line of one is a secret of its own, except that empty lines and
  /// those that begin with `#` are passed over.
  public static KeyRing of(Collection<Secret> secrets) {
    Map<String, ChainKey> keys = new LinkedHashMap<>();
    for (Secret secret : secrets) {
      lines(secret).map(ChainKey::of).forEach(key -> keys.put(key.id(), key));
    }
    return new KeyRing(Collections.unmodifiableMap(keys));
  }

  private static Stream<String> lines(Secret secret) {
    return secret
        .reveal()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .limit(LINES_MAX);
  }

  /// How many characters the shortest of the lines has; 0 when there is none.
  public static int shortest(Secret secret) {
    return lines(secret).mapToInt(String::length).min().orElse(0);
  }

  /// A ring of the lines of one secret.
  public static KeyRing of(Secret secret) {
    return of(List.of(secret));
  }

  /// The key of this id, if it is on the ring.
  public Optional<ChainKey> find(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  /// The key of the first line, which a new chain begins with; empty for an empty ring.
  public Optional<ChainKey> first() {
    return keys.values().stream().findFirst();
  }

  /// The ids of all keys, in the order of the lines.
  public Set<String> ids() {
    return keys.keySet();
  }

  /// Overwrites all secrets.
  public void erase() {
    keys.values().forEach(ChainKey::erase);
  }
}
