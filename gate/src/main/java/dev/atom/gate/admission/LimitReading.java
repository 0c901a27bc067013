// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

/// What the limiter said of one request.
///
/// @param admitted whether a permit was left; if so it is now spent
/// @param limit permits in any 60 seconds
/// @param remaining permits left after this request
/// @param resetSeconds until a permit comes back: the `Retry-After` of a refusal; 0 to 60
public record LimitReading(boolean admitted, int limit, int remaining, int resetSeconds) {}
