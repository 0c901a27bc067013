// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.cli.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Plays the steps in their order. One that breaks off has not held; the others are played all the
/// same, since each says something of its own.
final class DemoRunner {
  private static final List<Step> STEPS =
      List.of(
          new AgentStep(),
          new SdkStep(),
          new RefusalStep(),
          new LimitStep(),
          new RevocationStep(),
          new PolicyStep(),
          new AuditStep(),
          new ExplainStep());

  private final DemoInstance instance;
  private final Printer printer;
  private final Consumer<String> progress;

  /// @param progress told which step is being played
  DemoRunner(DemoInstance instance, Printer printer, Consumer<String> progress) {
    this.instance = instance;
    this.printer = printer;
    this.progress = progress;
  }

  List<StepReport> tell() throws InterruptedException {
    printer.welcome(instance.gate().url(), instance.data().root().toString());
    List<StepReport> reports = new ArrayList<>();
    for (Step step : STEPS) {
      int number = reports.size() + 1;
      progress.accept("step " + number + "/" + STEPS.size() + ": " + step.title());
      printer.heading(number, STEPS.size(), step.title());
      reports.add(play(step, new StepReport(number, step.title(), printer)));
    }
    return reports;
  }

  private StepReport play(Step step, StepReport report) throws InterruptedException {
    try {
      step.play(instance, report);
    } catch (IOException | RuntimeException e) {
      report.check("the step comes to its end", false, withCauses(e));
    }
    report.ended();
    return report;
  }

  private static String withCauses(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure + (cause == null ? "" : "; " + withCauses(cause));
  }

  /// The machine-readable result.
  static ObjectNode document(List<StepReport> reports, DemoFolder folder) {
    var document =
        Json.object()
            .put("held", reports.stream().filter(StepReport::held).count())
            .put("of", reports.size())
            .put("data", folder.path().toString())
            .put("kept", folder.kept());
    var steps = document.putArray("steps");
    reports.forEach(report -> steps.add(report.document()));
    return document;
  }
}
