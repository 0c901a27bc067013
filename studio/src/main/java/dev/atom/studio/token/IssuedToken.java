// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.token;

import dev.atom.base.Secret;
import java.time.Instant;
import java.util.UUID;

/// A token at the one moment when its text exists here.
///
/// @param id claim `jti`
/// @param text the compact token, told once to the caller
/// @param hash SHA-256 of the text, which is what is stored
public record IssuedToken(UUID id, Secret text, String hash, Instant issuedAt, Instant expiresAt) {}
