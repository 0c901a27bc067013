// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The tokens verified lately, by hash; bounded, for use by one [Authenticator].
///
/// Two generations: when the young one holds half of the entries allowed, it becomes the old one
/// and the former old one is dropped. A hit in the old generation moves the token to the young one,
/// so what is in use stays. Safe for concurrent use; reads take no lock.
public final class VerifiedTokenCache {
  /// Entries kept when nothing else is said.
  public static final int ENTRIES_DEFAULT = 100_000;

  private final int generationMax;
  private volatile Generations generations;

  /// @param entriesMax how many tokens are kept at most, 2 or more
  public VerifiedTokenCache(int entriesMax) {
    if (entriesMax < 2) {
      throw new IllegalArgumentException("cache of " + entriesMax + " entries: 2 or more needed");
    }
    this.generationMax = entriesMax / 2;
    this.generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  @Nullable VerifiedToken find(TokenHash hash) {
    Generations now = generations;
    VerifiedToken token = now.young.get(hash);
    if (token != null) {
      return token;
    }
    token = now.old.get(hash);
    if (token != null) {
      add(token);
    }
    return token;
  }

  void add(VerifiedToken token) {
    Generations now = generations;
    if (now.young.size() >= generationMax) {
      now = turn(now);
    }
    now.young.put(token.hash(), token);
  }

  void remove(TokenHash hash) {
    Generations now = generations;
    now.young.remove(hash);
    now.old.remove(hash);
  }

  /// How many tokens are kept, approximately.
  public int size() {
    Generations now = generations;
    return now.young.size() + now.old.size();
  }

  private synchronized Generations turn(Generations seen) {
    if (generations == seen) {
      generations = new Generations(new ConcurrentHashMap<>(), seen.young);
    }
    return generations;
  }

  private static final class Generations {
    final ConcurrentHashMap<TokenHash, VerifiedToken> young;
    final ConcurrentHashMap<TokenHash, VerifiedToken> old;

    Generations(
        ConcurrentHashMap<TokenHash, VerifiedToken> young,
        ConcurrentHashMap<TokenHash, VerifiedToken> old) {
      this.young = young;
      this.old = old;
    }
  }
}
