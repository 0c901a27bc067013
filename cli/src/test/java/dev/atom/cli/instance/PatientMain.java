// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import java.io.IOException;

/// A process that says it lives, and ends when its standard input does.
final class PatientMain {
  private PatientMain() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println("alive");
    while (System.in.read() >= 0) {
      // Nobody writes; only the end counts.
    }
    System.out.println("orphaned");
  }
}
