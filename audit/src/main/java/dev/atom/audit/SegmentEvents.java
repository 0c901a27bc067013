// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

import dev.atom.audit.AuditEvent.Call;
import dev.atom.audit.AuditEvent.Subject;
import dev.atom.audit.AuditEvent.Verdict;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.tree.TreeHash;
import java.util.Optional;
import java.util.UUID;

/// The two events that join one segment to the next: what the last says is under the old key, what
/// the first says is under the new one, so neither segment can be dropped or replaced alone.
final class SegmentEvents {
  private SegmentEvents() {}

  /// The last entry of the segment that ends with `head`.
  ///
  /// @param tree root over the entries to `head`, where it is known
  static AuditEvent close(
      UUID id, ChainHead head, String reason, String nextKeyId, Optional<TreeHash> tree) {
    long count = head.seq() + 1 - head.segmentFirst() + 1;
    return event(
        id,
        EventKind.SEGMENT_CLOSE,
        "{\"count\":%d,\"reason\":\"%s\",\"last\":\"%s\",\"next_key_id\":\"%s\"%s}"
            .formatted(
                count,
                reason,
                head.chainHash(),
                nextKeyId,
                tree.map(root -> tree(head.seq(), root)).orElse("")));
  }

  private static String tree(long size, TreeHash root) {
    return ",\"tree_size\":%d,\"tree_root\":\"%s\"".formatted(size, root.base64());
  }

  /// The first entry of a segment.
  ///
  /// @param closeHash chain hash of the entry before, or genesis
  static AuditEvent open(UUID id, String closeHash, String keyId) {
    return event(
        id,
        EventKind.SEGMENT_OPEN,
        "{\"close\":\"%s\",\"key_id\":\"%s\"}".formatted(closeHash, keyId));
  }

  private static AuditEvent event(UUID id, EventKind kind, String details) {
    return new AuditEvent(id, kind, "", Subject.NONE, Call.NONE, Verdict.NONE, details, "");
  }
}
