// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import dev.atom.cli.report.Judgement.Holds;
import dev.atom.cli.report.Judgement.Judged;
import dev.atom.cli.report.Judgement.JudgedControl;
import dev.atom.cli.report.Judgement.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Judges the controls of a framework by their evidence.
final class Assessment {
  private final Path home;
  private final EvidenceLocker locker;

  Assessment(Path home, EvidenceLocker locker) {
    this.home = home;
    this.locker = locker;
  }

  Judged judge(Framework framework) {
    return new Judged(
        framework,
        framework.controls().stream().map(control -> judge(framework, control)).toList());
  }

  private JudgedControl judge(Framework framework, Framework.Control control) {
    List<Judgement.Evidence> evidence = control.evidence().stream().map(locker::follow).toList();
    var needs = framework.needs();
    boolean absent = needs != null && !Files.exists(home.resolve(needs));
    boolean broken = evidence.stream().anyMatch(it -> it.holds() == Holds.NO);
    // a broken link is a defect of the matrix, whether its control applies or not
    State state = absent && !broken ? State.NOT_APPLICABLE : Judgement.state(evidence);
    return new JudgedControl(control, state, evidence);
  }
}
