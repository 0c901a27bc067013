// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.integrate;

/// Is told when a witness stops confirming, and when it does again.
interface Attendance {
  /// Nobody is told.
  Attendance UNTOLD =
      new Attendance() {
        @Override
        public void absent(String witness, String why) {}

        @Override
        public void returned(String witness) {}
      };

  /// Checkpoints are published without this witness from now on.
  ///
  /// @param why in words for an operator
  void absent(String witness, String why);

  /// It confirms again.
  void returned(String witness);
}
