// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

import java.io.Serial;

/// Carries a refusal out of the middle of a step; becomes [Step.Refused] before anybody sees it.
final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;
  private final String why;

  RefusedException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}
