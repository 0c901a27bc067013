// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import java.io.Serial;

/// Bytes that are not what they claim to be. Expected of anything that comes from outside, so it is
/// checked; a parser of several layers would drown in outcome types.
public final class FormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final FormatFault fault;

  FormatException(FormatFault fault, String message) {
    super(message + " (" + fault + ")", null, false, false);
    this.fault = fault;
  }

  /// The stable name of what is wrong.
  public FormatFault fault() {
    return fault;
  }
}
