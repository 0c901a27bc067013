// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.world;

import dev.atom.gate.World;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The one place where the world is swapped. Reading is wait-free on any thread; writers are the
/// followers.
public final class CurrentWorld {
  private volatile World current;
  private final CopyOnWriteArrayList<Consumer<World>> listeners = new CopyOnWriteArrayList<>();

  public CurrentWorld(World first) {
    this.current = first;
  }

  /// The world as of now; a request reads it once.
  public World get() {
    return current;
  }

  /// Tells `listener` of each world whose control plane part is new, on the writer's thread.
  public void onNewControl(Consumer<World> listener) {
    listeners.add(listener);
  }

  /// Puts the world through `change`, one writer at a time.
  void update(UnaryOperator<World> change) {
    World before;
    World after;
    synchronized (this) {
      before = current;
      after = change.apply(before);
      current = after;
    }
    if (before.control().revision() != after.control().revision()) {
      listeners.forEach(listener -> listener.accept(after));
    }
  }
}
