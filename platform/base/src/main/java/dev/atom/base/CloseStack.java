// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Closes what was opened, in reverse order, once; one failure does not stop the others.
///
/// Safe to close from any thread; [#push] after close closes the newcomer at once.
public final class CloseStack implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /// Remembers `resource` to be closed before everything pushed earlier, and gives it back.
  public <T extends AutoCloseable> T push(T resource) {
    synchronized (this) {
      if (!closed) {
        open.push(resource);
        return resource;
      }
    }
    var failure = closeQuietly(resource, null);
    throw new IllegalStateException("already closed", failure);
  }

  /// Closes all, newest first.
  ///
  /// @throws IllegalStateException with the first failure as cause and the others suppressed
  @Override
  public void close() {
    Deque<AutoCloseable> toClose;
    synchronized (this) {
      closed = true;
      toClose = new ArrayDeque<>(open);
      open.clear();
    }
    Exception first = null;
    for (AutoCloseable resource : toClose) {
      first = closeQuietly(resource, first);
    }
    if (first != null) {
      throw new IllegalStateException("closing failed: " + first.getMessage(), first);
    }
  }

  private static @Nullable Exception closeQuietly(
      AutoCloseable resource, @Nullable Exception first) {
    try {
      resource.close();
      return first;
    } catch (Exception e) {
      if (first == null) {
        return e;
      }
      first.addSuppressed(e);
      return first;
    }
  }
}
