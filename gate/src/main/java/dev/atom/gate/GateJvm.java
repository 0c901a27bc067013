// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate;

import java.util.List;

/// What GATE's JVM is told, wherever it is started.
///
/// The heap begins small: what is never touched costs no memory. The parallel collector has the
/// barriers that cost an event loop least, and pauses of a millisecond at this size.
public final class GateJvm {
  private static final List<String> OPTIONS = List.of("-Xms48m", "-Xmx256m", "-XX:+UseParallelGC");

  private GateJvm() {}

  /// The options that only GATE has.
  public static List<String> options() {
    return OPTIONS;
  }
}
