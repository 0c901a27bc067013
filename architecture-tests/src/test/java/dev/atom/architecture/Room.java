// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import java.nio.file.Path;
import java.util.Set;

/// One Maven module of the product, as `rooms.txt` names it.
///
/// @param folder from the root of the repository, such as `platform/base`
/// @param mayUse folders of the rooms it may depend on
record Room(String folder, Set<String> mayUse) {
  Room {
    mayUse = Set.copyOf(mayUse);
  }

  /// The last part of the folder: the name of the room's package and artifact.
  String name() {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  String artifact() {
    return "atom-" + name();
  }

  /// The package ends where a hyphen in the name begins: `node-agent` is `dev.atom.node`.
  String packageName() {
    return "dev.atom." + name().split("-", 2)[0];
  }

  Path path() {
    return Repository.root().resolve(folder);
  }
}
