// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

/// The tokens of one kind of one subject: what regenerating, suspending or deleting voids at once.
///
/// @param subject `agent-<id>` or a user id
/// @param kind the kind
public record SubjectKind(String subject, TokenKind kind) {}
