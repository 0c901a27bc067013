// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

/// A proxy under test, running.
///
/// @param name short, as on the command line
/// @param what what it does for a request
/// @param port where it listens
/// @param child its process
/// @param restBytes its resident memory before the first load
record Contender(String name, String what, int port, Child child, long restBytes) {
  String url() {
    return "https://localhost:" + port + Samples.PATH;
  }

  boolean isGate() {
    return name.startsWith("gate");
  }
}
