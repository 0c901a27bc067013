// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import java.io.IOException;

/// One step of the story.
interface Step {
  /// What it shows, as a heading.
  String title();

  /// Does it for real, and reports what was sent, what came back and what must hold.
  void play(DemoInstance instance, StepReport report) throws IOException, InterruptedException;
}
