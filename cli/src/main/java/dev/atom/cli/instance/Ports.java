// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/// Chooses the ports of an instance: GATE's is the user's choice, the others are free ones, kept
/// from start to start while they stay free.
final class Ports {
  private Ports() {}

  /// @throws AtomException CONFLICT when GATE's port is taken
  static Map<String, Integer> choose(int gatePort, Map<String, Integer> remembered) {
    if (!isFree(gatePort)) {
      throw new AtomException(
          ErrorCode.CONFLICT,
          "port "
              + gatePort
              + " on 127.0.0.1 is taken by another program: choose another with --port");
    }
    var chosen = new TreeMap<String, Integer>();
    chosen.put(DataFolder.GATE, gatePort);
    for (String process : DataFolder.PROCESSES) {
      if (process.equals(DataFolder.GATE)) {
        continue;
      }
      int before = remembered.getOrDefault(process, 0);
      boolean usable = before != 0 && !chosen.containsValue(before) && isFree(before);
      chosen.put(process, usable ? before : anyBut(chosen));
    }
    return chosen;
  }

  private static int anyBut(Map<String, Integer> chosen) {
    while (true) {
      int port = any();
      if (!chosen.containsValue(port)) {
        return port;
      }
    }
  }

  private static int any() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, "no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
