// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sizes of mounted filesystems. Critical: `1/mountinfo` or `self/mountinfo`.
///
/// Asking a dead network mount for its size hangs in the kernel. So each is asked on a thread of
/// its own and waited for briefly; one that hangs is not asked again before its thread comes back,
/// and at most eight may hang: then no unknown mount is asked any more.
public final class FilesystemCollector implements Collector {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int HUNG_MAX = 8;
  private static final int MOUNTS_MAX = 500;
  private static final Set<String> REAL =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "zfs",
          "f2fs",
          "bcachefs",
          "vfat",
          "exfat",
          "ntfs3",
          "reiserfs",
          "jfs",
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "ceph",
          "fuse",
          "fuseblk",
          "fuse.sshfs",
          "fuse.glusterfs",
          "9p",
          "virtiofs",
          "gfs2",
          "ocfs2",
          "overlay",
          "tmpfs",
          "squashfs",
          "erofs");
  private static final Metric LIMIT = Metric.gauge("system.filesystem.limit", "By");
  private static final Metric USAGE = Metric.gauge("system.filesystem.usage", "By");
  private static final Metric UTILIZATION = Metric.gauge("system.filesystem.utilization", "1");

  private final Map<String, CompletableFuture<Size>> hung = new HashMap<>();

  /// Bytes of a filesystem.
  record Size(long total, long free, long available) {}

  /// One line of mountinfo.
  record Mount(String point, String type, String device, boolean readOnly) {}

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    String text = pass.ifThere(pass.proc("1/mountinfo"));
    if (text.isEmpty()) {
      text = pass.critical(pass.proc("self/mountinfo"));
    }
    if (text == null) {
      return pass.end();
    }
    Set<String> devices = new HashSet<>();
    for (Mount mount : mounts(text)) {
      // The same filesystem mounted twice is one.
      if (mount.type().equals("tmpfs")
          || mount.type().equals("overlay")
          || devices.add(mount.device())) {
        size(mount, pass);
      }
    }
    return pass.end();
  }

  private void size(Mount mount, Pass pass) {
    CompletableFuture<Size> asked = hung.get(mount.point());
    if (asked == null) {
      if (hung.size() >= HUNG_MAX) {
        pass.note(HUNG_MAX + " mounts hang; " + Words.printable(mount.point()) + " is not asked");
        return;
      }
      asked = ask(inside(pass.host().root(), mount.point()));
    } else if (!asked.isDone()) {
      pass.note(Words.printable(mount.point()) + " still hangs");
      return;
    }
    hung.remove(mount.point());
    try {
      tell(mount, asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), pass);
    } catch (TimeoutException _) {
      hung.put(mount.point(), asked);
      pass.note(Words.printable(mount.point()) + " does not answer");
    } catch (ExecutionException e) {
      pass.note(Words.printable(mount.point()) + " has no size: " + e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<Size> ask(Path point) {
    var size = new CompletableFuture<Size>();
    Thread.ofPlatform()
        .name("statfs")
        .daemon()
        .stackSize(128 * 1024)
        .start(() -> {
          try {
            var store = Files.getFileStore(point);
            size.complete(
                new Size(
                    store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace()));
          } catch (IOException | RuntimeException e) {
            size.completeExceptionally(e);
          }
        });
    return size;
  }

  private static Path inside(Path root, String point) {
    return root.resolve(point.substring(1));
  }

  private static void tell(Mount mount, Size size, Pass pass) {
    if (size.total() <= 0) {
      return;
    }
    String point = Words.printable(mount.point());
    String type = Words.printable(mount.type());
    String[] labels = {"system.filesystem.mountpoint", point, "system.filesystem.type", type};
    long used = size.total() - size.free();
    pass.add(LIMIT, size.total(), labels);
    pass.add(UTILIZATION, (double) used / Math.max(1, used + size.available()), labels);
    state(used, "used", point, type, pass);
    state(size.available(), "free", point, type, pass);
    state(size.free() - size.available(), "reserved", point, type, pass);
  }

  private static void state(long bytes, String state, String point, String type, Pass pass) {
    pass.add(
        USAGE,
        bytes,
        "system.filesystem.mountpoint",
        point,
        "system.filesystem.type",
        type,
        "system.filesystem.state",
        state);
  }

  /// Mounts of real filesystems, in order.
  static List<Mount> mounts(String mountinfo) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : Words.lines(mountinfo)) {
      int dash = line.indexOf(" - ");
      List<String> left = dash < 0 ? List.of() : Words.of(line.substring(0, dash));
      List<String> right = dash < 0 ? List.of() : Words.of(line.substring(dash + 3));
      if (left.size() >= 6 && right.size() >= 2 && REAL.contains(right.getFirst())) {
        String point = unescaped(left.get(4));
        if (point.startsWith("/") && mounts.size() < MOUNTS_MAX) {
          boolean readOnly = left.get(5).startsWith("ro");
          mounts.add(new Mount(point, right.getFirst(), left.get(2), readOnly));
        }
      }
    }
    return mounts;
  }

  /// Blanks, tabs, newlines and backslashes stand as octal numbers in mountinfo.
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean octal = c == '\\' && i + 3 < text.length();
      if (octal && text.substring(i + 1, i + 4).chars().allMatch(d -> d >= '0' && d <= '7')) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
