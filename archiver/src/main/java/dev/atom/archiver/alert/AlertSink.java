// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.alert.Alert;
import java.io.IOException;

/// Somebody who is told.
interface AlertSink {
  /// A stable name: deliveries are kept by it.
  String name();

  /// Tells it; returns when it was taken.
  ///
  /// @throws IOException when it was not, or that is not known: it is sent again
  void send(Alert alert) throws IOException, InterruptedException;
}
