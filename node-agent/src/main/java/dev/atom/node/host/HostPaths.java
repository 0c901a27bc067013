// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.host;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import java.nio.file.Path;

/// Where the host's files are, seen from here: in a container they are mounted under prefixes.
///
/// @param proc procfs
/// @param sys sysfs
/// @param dev devices
/// @param etc settings; only `machine-id` is read
/// @param cgroup the hierarchy of control groups
/// @param root in front of mount points, for the sizes of filesystems
public record HostPaths(
    @Env("HOST_PROC") @Default("/proc") @Doc("Where the host's procfs is.") Path proc,
    @Env("HOST_SYS") @Default("/sys") @Doc("Where the host's sysfs is.") Path sys,
    @Env("HOST_DEV") @Default("/dev") @Doc("Where the host's devices are.") Path dev,
    @Env("HOST_ETC") @Default("/etc") @Doc("Where the host's /etc is.") Path etc,
    @Env("HOST_CGROUP") @Default("/sys/fs/cgroup") @Doc("Where the host's control groups are.")
        Path cgroup,
    @Env("HOST_ROOT") @Default("/") @Doc("Stands in front of the host's mount points.") Path root) {

  /// All below `folder`, as a container or a test mounts them.
  public static HostPaths under(Path folder) {
    return new HostPaths(
        folder.resolve("proc"),
        folder.resolve("sys"),
        folder.resolve("dev"),
        folder.resolve("etc"),
        folder.resolve("sys/fs/cgroup"),
        folder);
  }

  /// The usual places.
  public static HostPaths usual() {
    return new HostPaths(
        Path.of("/proc"),
        Path.of("/sys"),
        Path.of("/dev"),
        Path.of("/etc"),
        Path.of("/sys/fs/cgroup"),
        Path.of("/"));
  }
}
