// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.report;

import java.util.Locale;
import java.util.Optional;

/// The formats of a [PostureReport].
public enum ReportFormat {
  TABLE,
  JSON,
  SARIF,
  JUNIT,
  HTML,
  POLICYREPORT,
  OSCAL;

  /// The format of this name.
  public static Optional<ReportFormat> parse(String name) {
    for (ReportFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /// `report` in this format.
  public String render(PostureReport report) {
    return switch (this) {
      case TABLE -> TableReport.render(report);
      case JSON -> JsonReport.render(report);
      case SARIF -> SarifReport.render(report);
      case JUNIT -> JunitReport.render(report);
      case HTML -> HtmlReport.render(report);
      case POLICYREPORT -> PolicyReportReport.render(report);
      case OSCAL -> OscalReport.render(report);
    };
  }
}
