// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.chain.ChainKey;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.chain.SegmentKey;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one key that a writer holds: that of the next entry. Secrets are read when a segment begins,
/// and erased again. Used by one thread.
final class WriterKeys {
  private final Secret secret;
  private @Nullable SegmentKey held;

  WriterKeys(Secret secret) {
    this.secret = secret;
  }

  /// The key of the entry after `head`, in the segment of `head`.
  ///
  /// @throws AtomException BAD_CONFIGURATION when its secret is not among the configured ones
  SegmentKey after(ChainHead head) {
    long next = head.seq() + 1;
    var known = held;
    if (known == null
        || !known.isOf(head.keyId(), head.segment(), head.segmentFirst())
        || !known.reaches(next)) {
      known = read(head.keyId(), head.segment(), head.segmentFirst());
      adopt(known);
    }
    known.advanceTo(next);
    return known;
  }

  /// The key of a new chain's first entry.
  SegmentKey first() {
    return read("", 1, 1);
  }

  /// The key of the segment after that of `head`, whose first entry follows one that closes it.
  SegmentKey nextSegment(ChainHead head, String keyId) {
    return read(keyId, head.segment() + 1, head.seq() + 2);
  }

  /// Holds `key` from now on and erases the one before.
  void adopt(SegmentKey key) {
    var before = held;
    if (before != null && !before.equals(key)) {
      before.erase();
    }
    held = key;
  }

  /// The ids of the secrets that are configured now.
  Set<String> configured() {
    var fresh = secret.reread();
    KeyRing ring = KeyRing.of(fresh);
    try {
      return Set.copyOf(ring.ids());
    } finally {
      ring.erase();
      fresh.forget();
    }
  }

  private SegmentKey read(String keyId, long segment, long firstSeq) {
    var fresh = secret.reread();
    KeyRing ring = KeyRing.of(fresh);
    try {
      // SECURITY(T-22): one key, named by the head; never one that happens to be configured
      ChainKey key =
          (keyId.isEmpty() ? ring.first() : ring.find(keyId))
              .orElseThrow(() -> missing(keyId, ring.ids()));
      return key.segment(segment, firstSeq);
    } finally {
      ring.erase();
      fresh.forget();
      secret.forget();
    }
  }

  private static AtomException missing(String keyId, Set<String> configured) {
    return new AtomException(
        ErrorCode.BAD_CONFIGURATION,
        "the audit chain is made with the secret "
            + keyId
            + ", configured is "
            + String.join(" and ", configured)
            + ": add the secret that the chain is made with; nothing is appended until then");
  }
}
