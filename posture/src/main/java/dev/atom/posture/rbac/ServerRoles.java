// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.rbac;

import dev.atom.posture.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// The roles an API server makes for itself and people bind: `cluster-admin`, `admin`, `edit`,
/// `view` and those that fill them.
final class ServerRoles {
  private static final String FILE = "server-roles.yaml";

  private ServerRoles() {}

  static List<Role> all() {
    return Holder.ROLES;
  }

  private static final class Holder {
    private static final List<Role> ROLES = read();

    private static List<Role> read() {
      try (InputStream in =
          Objects.requireNonNull(ServerRoles.class.getResourceAsStream(FILE), FILE)) {
        return ManifestReader.usual().read(FILE, in.readAllBytes()).manifests().stream()
            .map(manifest -> RbacObjects.role(manifest, true))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
