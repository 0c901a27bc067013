// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is known of a request before its body, as received.
///
/// @param method upper case
/// @param path the raw path, not decoded, without the query
/// @param query the raw query without `?`, or null
/// @param authorization the one `Authorization` header, or null; never recorded
/// @param headers other headers by lower-case name, credentials left out; what policies see
/// @param source the peer's address without port
/// @param requestId the caller's `x-request-id` when well-formed, else ours
public record RequestHead(
    String method,
    String path,
    @Nullable String query,
    @Nullable String authorization,
    Map<String, String> headers,
    String source,
    String requestId) {}
