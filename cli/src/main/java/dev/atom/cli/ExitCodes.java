// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import dev.atom.base.AtomException;

/// What the exit status of `atom` says, the same for every subcommand.
public final class ExitCodes {
  /// Done, or a positive verdict.
  public static final int DONE = 0;

  /// A negative verdict: the question was answered, and the answer is no.
  public static final int NEGATIVE = 1;

  /// No verdict can be given.
  public static final int CANNOT_JUDGE = 2;

  /// The command or its input is wrong.
  public static final int USAGE = 64;

  /// Something needed does not answer.
  public static final int UNAVAILABLE = 69;

  /// A defect of ours.
  public static final int INTERNAL = 70;

  private ExitCodes() {}

  static int of(AtomException failure) {
    return switch (failure.code().category()) {
      case USAGE -> USAGE;
      case UNAVAILABLE -> UNAVAILABLE;
      case INTERNAL -> INTERNAL;
    };
  }
}
