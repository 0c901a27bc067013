// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

import java.util.concurrent.CompletableFuture;

/// What became of a record that was published.
public sealed interface Offer {
  /// The stream has it and will answer.
  ///
  /// @param kept completes when the record outlives this process; fails with an AtomException when
  ///   that cannot be told, and the record may then be there or not. It completes on a thread of
  ///   the stream: hop before doing anything
  record Taken(CompletableFuture<Void> kept) implements Offer {}

  /// There is no room; the record was not taken. Wait for one that was.
  ///
  /// @param held how many records wait
  record Full(int held) implements Offer {}
}
