// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import dev.atom.base.ByteSize;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.time.Duration;

/// How large and how slow a request may be; above, it is refused and recorded.
///
/// @param uri longest request target
/// @param headers all headers together
/// @param parameters most query parameters
/// @param body largest body
/// @param bodyTime longest time for a body to arrive
/// @param headTime longest time for a new connection to send its first head
/// @param idleTime longest time between an answer and the connection's next head
public record RequestBounds(
    @Default("2KiB") @Doc("longest request target") ByteSize uri,
    @Default("16KiB") @Doc("all headers of a request together") ByteSize headers,
    @Default("64") @Doc("most query parameters") int parameters,
    @Default("10MiB") @Doc("largest request body") ByteSize body,
    @Default("30s") @Doc("longest time for a body to arrive") Duration bodyTime,
    @Default("10s") @Doc("longest time for a new connection to send a head") Duration headTime,
    @Default("75s") @Doc("longest time between an answer and the next head") Duration idleTime) {
  public RequestBounds {
    if (parameters < 1) {
      throw new IllegalArgumentException("parameters is " + parameters + "; at least 1 is needed");
    }
  }
}
