// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which rows a statement may see: all, or those of one owner. Every lookup of a domain or agent
/// takes one, so that forgetting the question is a compile error.
public final class Scope {
  private static final Scope EVERYTHING = new Scope(null);

  private final @Nullable UUID owner;

  private Scope(@Nullable UUID owner) {
    this.owner = owner;
  }

  public static Scope everything() {
    return EVERYTHING;
  }

  public static Scope ownedBy(UUID owner) {
    return new Scope(owner);
  }

  /// The owner to compare with in SQL, null for no comparison.
  @Nullable UUID owner() {
    return owner;
  }
}
