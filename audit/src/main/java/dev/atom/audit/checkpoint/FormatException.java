// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import java.io.Serial;

/// Bytes that are not what they claim to be. Expected of anything that comes from outside, so it is
/// checked; a parser of several layers would drown in outcome types.
public final class FormatException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final FormatFault fault;
  private final String why;

  FormatException(FormatFault fault, String message) {
    super(message + " (" + fault + ")", null, false, false);
    this.fault = fault;
    this.why = message;
  }

  /// The stable name of what is wrong.
  public FormatFault fault() {
    return fault;
  }

  /// What is wrong, in words.
  public String why() {
    return why;
  }
}
