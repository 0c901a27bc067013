// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// Port numbers as manifests write them: as a number, or as text that holds one.
final class PortNumbers {
  private PortNumbers() {}

  /// The number, or 0 when the text is no port's number.
  static int parse(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return 0;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return 0;
      }
      number = number * 10 + (digit - '0');
    }
    return number > PortSet.HIGHEST ? 0 : number;
  }
}
