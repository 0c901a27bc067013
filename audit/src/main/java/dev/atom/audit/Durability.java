// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

/// When an append is answered.
public enum Durability {
  /// After the entry is committed to disk.
  STRICT,
  /// As soon as the event is queued; it is committed within 50 ms while storage answers. What is
  /// still queued when the process is killed is lost. While the queue is more than half full the
  /// answer comes when the event is durable, as with [#STRICT]: whoever appends faster than storage
  /// takes is slowed down, not refused.
  BATCHED
}
