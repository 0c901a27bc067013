// SPDX-License-Identifier: Apache-2.0
package dev.atom.node;

import dev.atom.base.Sha256;
import dev.atom.node.host.Content;
import dev.atom.node.host.HostFiles;
import dev.atom.node.host.HostPaths;
import java.util.Optional;

/// Who this node is: an id that stays the same as long as the installation does, and a name.
///
/// @param id derived from the machine id, which itself is nobody's business
/// @param name for people
record NodeIdentity(String id, String name) {
  private static final int ID_DIGITS = 32;

  static NodeIdentity of(HostPaths host, Optional<String> given) {
    var files = new HostFiles();
    String hostName = read(files, host.proc() + "/sys/kernel/hostname");
    String name = given.orElse(hostName.isEmpty() ? "unnamed" : hostName);
    String machine = read(files, host.etc() + "/machine-id");
    String source = machine.isEmpty() ? "name " + name : "machine " + machine;
    return new NodeIdentity(Sha256.hex("atom node " + source).substring(0, ID_DIGITS), name);
  }

  private static String read(HostFiles files, String path) {
    return files.read(path) instanceof Content.Text(String text) ? text.strip() : "";
  }
}
