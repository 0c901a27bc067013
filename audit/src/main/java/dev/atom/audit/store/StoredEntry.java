// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.store;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.audit.chain.StoredPayload;
import java.util.Optional;

/// An entry, and its payload when it has one that is still kept.
public record StoredEntry(AuditEntry entry, Optional<StoredPayload> payload) {}
