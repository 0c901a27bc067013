// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.time.Instant;

/// A token whose signature and claims were verified. Only [Authenticator] has reason to make one;
/// its standing is another question, answered by [Revocations].
///
/// @param principal who it speaks for
/// @param kind what it was issued for
/// @param hash the SHA-256 of its compact text
/// @param jti its own identifier
/// @param keyId the key that signed it
/// @param issuedAt claim `iat`
/// @param expiresAt claim `exp`
public record VerifiedToken(
    Principal principal,
    TokenKind kind,
    TokenHash hash,
    String jti,
    String keyId,
    Instant issuedAt,
    Instant expiresAt) {}
