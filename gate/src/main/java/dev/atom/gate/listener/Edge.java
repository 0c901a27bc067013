// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.telemetry.AccessLog;

/// What belongs to the listener rather than to the decision.
///
/// @param bounds how large and how slow a request may be
/// @param open the exchanges under way
/// @param accessLog one line per request
public record Edge(RequestBounds bounds, OpenExchanges open, AccessLog accessLog) {
  /// With no exchange under way yet.
  public static Edge of(RequestBounds bounds, AccessLog accessLog) {
    return new Edge(bounds, new OpenExchanges(), accessLog);
  }
}
