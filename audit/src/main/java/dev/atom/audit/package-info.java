// SPDX-License-Identifier: Apache-2.0
/// The audit trail: what happened, durable before anything depends on it, in one hash chain.
///
/// Begin at [dev.atom.audit.AuditTrail]. The bytes under the chain are those of
/// [dev.atom.audit.chain], the tables are in [dev.atom.audit.store], and [dev.atom.audit.verify]
/// checks the whole without any of the code that wrote it.
@NullMarked
package dev.atom.audit;

import org.jspecify.annotations.NullMarked;
