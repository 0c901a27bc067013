// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.admission;

import java.nio.file.Path;
import java.util.Optional;

/// Where limits are shared.
///
/// @param url `redis://` or `rediss://[user:password@]host:port`; never printed
/// @param ca whom to believe with `rediss`, PEM; the JDK's authorities when absent
/// @param replicas how many processes share each limit
public record RedisSettings(String url, Optional<Path> ca, int replicas) {
  @Override
  public String toString() {
    return "RedisSettings[replicas=" + replicas + "]";
  }
}
