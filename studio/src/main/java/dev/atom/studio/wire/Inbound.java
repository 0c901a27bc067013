// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request as it came off the wire, before anybody judged it.
///
/// @param path without query, still percent-encoded
/// @param query the raw query, empty for none
/// @param authorization the header's value, null when it was not sent
/// @param remote the peer's address without port
/// @param body the whole body; empty when it was larger than the listener takes
public record Inbound(
    String method,
    String path,
    String query,
    @Nullable String authorization,
    String remote,
    Optional<String> body) {}
