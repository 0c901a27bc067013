// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A real S3 server that enforces object lock: Ceph's radosgw with one monitor and one storage
/// daemon in memory, one for the JVM, gone with it.
///
/// The programs are Debian's, unpacked and not installed, in `$ATOM_CEPH` or `~/.cache/atom/ceph`;
/// `./atom test` puts them there. Without them the test fails.
public final class CephObjectStore implements AutoCloseable {
  /// The key of the one user.
  public static final String ACCESS_KEY = "atom-test-access";

  /// Its secret, which protects nothing: the server lives on loopback, for a minute.
  public static final String SECRET_KEY = "atom-test-secret-key";

  private static final long START_SECONDS = 60;
  private static final int ATTEMPTS_MAX = 3;
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

  private final Path home;
  private final Path folder;
  private final Deque<Process> running = new ArrayDeque<>();
  private final int port = freePort();

  private CephObjectStore(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /// The server of this JVM.
  public static CephObjectStore shared() {
    return Holder.SHARED;
  }

  /// Where it answers.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Removes a bucket with all it holds, locked or not: what the operator of the server can do and
  /// no client can.
  public void purgeAsOperator(String bucket) {
    run("radosgw-admin", "bucket", "rm", "--bucket=" + bucket, "--purge-objects");
  }

  private static final class Holder {
    static final CephObjectStore SHARED = launch();

    private static CephObjectStore launch() {
      Path home = programs();
      Path runs = Path.of(System.getProperty("java.io.tmpdir"), "atom-ceph-" + user());
      Leftovers.remove(runs);
      for (int attempt = 1; ; attempt++) {
        String run = "run-" + ProcessHandle.current().pid();
        var server = new CephObjectStore(home, runs.resolve(run).resolve("" + attempt));
        try {
          server.start();
          Runtime.getRuntime().addShutdownHook(new Thread(server::close, "test-ceph-stop"));
          return server;
        } catch (UncheckedIOException e) {
          // A port that was free may be taken by now, and a daemon then waits for ever.
          server.stop(); // its logs stay, for whoever reads the failure
          if (attempt == ATTEMPTS_MAX) {
            throw e;
          }
        }
      }
    }

    private static String user() {
      return System.getProperty("user.name");
    }

    private static Path programs() {
      String chosen = System.getenv("ATOM_CEPH");
      String cache = System.getenv("XDG_CACHE_HOME");
      Path home =
          chosen != null
              ? Path.of(chosen)
              : Path.of(cache != null ? cache : System.getProperty("user.home") + "/.cache")
                  .resolve("atom/ceph");
      if (!Files.exists(home.resolve("ready"))) {
        throw new IllegalStateException(
            "Ceph is not in " + home + ": './atom test' fetches it, or './atom fetch-ceph --yes'");
      }
      return home;
    }
  }

  private void start() {
    try {
      for (String each : List.of("mon", "osd", "log", "run")) {
        Files.createDirectories(folder.resolve(each));
      }
      int monitor = freePort();
      var cluster = UUID.randomUUID().toString();
      Files.writeString(folder.resolve("ceph.conf"), configuration(cluster, monitor));
      String map = folder.resolve("monmap").toString();
      String disks = folder.resolve("osdmap").toString();
      // The first map of disks names the one disk, so that nobody has to ask a monitor for it.
      run("osdmaptool", "--createsimple", "1", disks);
      String address = "[v1:127.0.0.1:" + monitor + "]";
      run("monmaptool", "--create", "--fsid", cluster, "--addv", "a", address, map);
      run("ceph-mon", "--mkfs", "-i", "a", "--monmap", map, "--osdmap", disks);
      launch("ceph-mon", "-f", "-i", "a");
      // A storage daemon that knocks before there is a leader may wait for ever.
      awaitLine(folder.resolve("log/mon.a.log"), "mon.a@0(leader)");
      String disk = UUID.randomUUID().toString();
      run("ceph-osd", "--mkfs", "--mkkey", "--no-mon-config", "-i", "0", "--osd-uuid", disk);
      launch("ceph-osd", "-f", "-i", "0");
      run(
          "radosgw-admin",
          "user",
          "create",
          "--uid=atom",
          "--display-name=Atom",
          "--access-key=" + ACCESS_KEY,
          "--secret-key=" + SECRET_KEY);
      launch(
          "radosgw", "-f", "-n", "client.rgw", "--rgw-frontends=beast endpoint=127.0.0.1:" + port);
      awaitAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException("Ceph cannot be started, see " + folder, e);
    }
  }

  private String configuration(String cluster, int monitor) {
    return """
    [global]
    fsid = %1$s
    mon host = v1:127.0.0.1:%2$d
    ms bind msgr2 = false
    auth cluster required = none
    auth service required = none
    auth client required = none
    public addr = 127.0.0.1
    cluster addr = 127.0.0.1
    osd pool default size = 1
    osd pool default min size = 1
    osd pool default pg num = 4
    osd pool default pgp num = 4
    osd pool default pg autoscale mode = off
    osd crush chooseleaf type = 0
    osd objectstore = memstore
    mon allow pool size one = true
    mon max pg per osd = 2000
    mon data avail crit = 0
    mon data avail warn = 0
    plugin dir = %3$s/ceph
    erasure code dir = %3$s/ceph/erasure-code
    osd class dir = %3$s/rados-classes
    run dir = %4$s/run
    admin socket = %4$s/run/$name.$pid.asok
    log file = %4$s/log/$name.log
    crash dir = %4$s/log
    mon data = %4$s/mon
    osd data = %4$s/osd
    rgw data = %4$s/rgw
    """
        .formatted(cluster, monitor, libraries(), folder);
  }

  private Path libraries() {
    return home.resolve(LIBRARIES);
  }

  private ProcessBuilder program(String name, String... arguments) {
    var command = new ArrayList<String>();
    command.add(home.resolve("usr/bin").resolve(name).toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-c", folder.resolve("ceph.conf").toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("log/" + name + ".out").toFile()));
    builder
        .environment()
        .put(
            "LD_LIBRARY_PATH",
            libraries() + ":" + libraries() + "/ceph:" + home + "/lib/x86_64-linux-gnu");
    return builder;
  }

  private void launch(String name, String... arguments) throws IOException {
    Process process = program(name, arguments).start();
    running.push(process);
    Files.writeString(folder.resolve("log/" + name + ".pid"), Long.toString(process.pid()));
  }

  private void run(String name, String... arguments) {
    try {
      Process process = program(name, arguments).start();
      if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(name + " failed, see " + folder.resolve("log"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void awaitLine(Path log, String text) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!Files.exists(log) || !Files.readString(log).contains(text)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(log + " never said " + text);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        boolean gone = running.stream().anyMatch(process -> !process.isAlive());
        if (gone || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops it; nothing remains.
  @Override
  public void close() {
    stop();
    Leftovers.delete(folder);
  }

  private void stop() {
    while (!running.isEmpty()) {
      Leftovers.stop(running.pop().toHandle());
    }
  }
}
