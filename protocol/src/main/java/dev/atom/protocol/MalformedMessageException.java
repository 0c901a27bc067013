// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

/// Bytes that are no message of ours.
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String why) {
    super(why, null, false, false);
  }

  MalformedMessageException(String why, Throwable cause) {
    super(why, cause, false, false);
  }
}
