// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit;

/// Where an event came to lie in the chain.
///
/// @param seq its number, from 1 without gaps; 0 while it is only queued
/// @param chainHash the hash of its entry, 64 hex characters; empty while it is only queued
public record AuditReceipt(long seq, String chainHash) {
  /// The answer to a [Durability#BATCHED] append: accepted, not yet in the chain.
  public static final AuditReceipt QUEUED = new AuditReceipt(0, "");
}
