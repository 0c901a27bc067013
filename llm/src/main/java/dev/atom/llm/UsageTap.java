// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

/// What a stream has told about its usage so far. Touched by the stream's event loop only.
final class UsageTap {
  private Usage usage = Usage.UNKNOWN;
  private boolean finished;

  Usage usage() {
    return usage;
  }

  /// Whether the provider said that the stream is complete.
  boolean finished() {
    return finished;
  }

  void update(Usage newer) {
    usage = newer;
  }

  void finish() {
    finished = true;
  }
}
