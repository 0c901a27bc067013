// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.postgres.EmbeddedPostgres;
import dev.atom.postgres.PostgresSettings;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps the embedded PostgreSQL running: one that ends unasked comes back on the same port, which
/// is the one the processes know.
final class DatabaseKeeper implements AutoCloseable {
  private static final long PAUSE_MILLIS = 500;
  private final PostgresSettings settings;
  private final Consumer<String> tell;
  private final LongConsumer started;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable EmbeddedPostgres current;

  /// @param started told the process id of every start
  DatabaseKeeper(Path folder, Consumer<String> tell, LongConsumer started) {
    this.settings = PostgresSettings.keptIn(folder);
    this.tell = tell;
    this.started = started;
  }

  void start() {
    launch(settings);
    Thread.ofVirtual().name("watch-postgres").start(this::watch);
  }

  /// The running server.
  synchronized EmbeddedPostgres current() {
    if (current == null) {
      throw new IllegalStateException("the database was not started");
    }
    return current;
  }

  private synchronized void launch(PostgresSettings how) {
    if (stopping.getCount() == 0) {
      return;
    }
    current = EmbeddedPostgres.start(how);
    current.notices().forEach(tell);
    started.accept(current.pid());
  }

  private void watch() {
    try {
      while (true) {
        current().onExit().join();
        if (stopping.getCount() == 0) {
          return;
        }
        tell.accept("PostgreSQL ended, starting it again");
        current().close();
        relaunch();
        if (stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void relaunch() {
    try {
      launch(settings.withPort(current().port()));
    } catch (AtomException e) {
      // The loop sees the old, ended server and tries again.
      tell.accept("PostgreSQL does not start: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    synchronized (this) {
      if (current != null) {
        current.close();
      }
    }
  }
}
