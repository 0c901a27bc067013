// SPDX-License-Identifier: Apache-2.0
/// The tables of the trail: appending to them ([dev.atom.audit.store.ChainStore]), reading them
/// ([dev.atom.audit.store.AuditReader]), streaming them to a verifier or a file.
@NullMarked
package dev.atom.audit.store;

import org.jspecify.annotations.NullMarked;
