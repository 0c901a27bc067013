// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import java.util.List;

/// What GATE's JVM is told, wherever it is started.
///
/// The heap begins small: what is never touched costs no memory. The parallel collector has the
/// barriers that cost an event loop least, and pauses of a millisecond at this size. Compiling
/// gives way to serving: a request does not wait behind a compiler on the same processor. Whoever
/// may not set priorities gets a warning from the JVM and the lower priority all the same.
public final class GateJvm {
  private static final List<String> OPTIONS =
      List.of(
          "-Xms48m",
          "-Xmx256m",
          "-XX:+UseParallelGC",
          "-XX:ThreadPriorityPolicy=1",
          "-XX:CompilerThreadPriority=5");

  private GateJvm() {}

  /// The options that only GATE has.
  public static List<String> options() {
    return OPTIONS;
  }
}
