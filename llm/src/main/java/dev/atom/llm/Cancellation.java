// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

/// Tells a provider that nobody waits for its answer any more. Touched by one event loop only.
final class Cancellation {
  private Runnable action = () -> {};
  private boolean cancelled;

  /// What to do then; at once when it has already happened. Replaces what was set before.
  void then(Runnable newAction) {
    action = newAction;
    if (cancelled) {
      newAction.run();
    }
  }

  /// Stops the work, once.
  void cancel() {
    if (!cancelled) {
      cancelled = true;
      action.run();
    }
  }
}
