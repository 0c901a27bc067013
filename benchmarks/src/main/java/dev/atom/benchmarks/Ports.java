// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Free ports of the loopback address.
final class Ports {
  private Ports() {}

  static int free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
