// SPDX-License-Identifier: Apache-2.0
/// The compliance report: what is claimed, and whether the evidence for it holds today. See
/// [dev.atom.cli.report.ReportCommand].
@NullMarked
package dev.atom.cli.report;

import org.jspecify.annotations.NullMarked;
