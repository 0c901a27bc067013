// SPDX-License-Identifier: Apache-2.0
/// The format of the chain: what an entry is, its canonical bytes, the hash over them, and the
/// commitment to its payload. Pure; shared by the writer and the verifier, and defined in
/// `docs/audit-format.md`. See [dev.atom.audit.chain.AuditEntry].
@NullMarked
package dev.atom.audit.chain;

import org.jspecify.annotations.NullMarked;
