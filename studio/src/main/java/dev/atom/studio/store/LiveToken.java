// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.store;

import java.time.Instant;

/// A token that would still be accepted, by hash, and when that ends by itself.
public record LiveToken(String hash, Instant expiresAt) {}
