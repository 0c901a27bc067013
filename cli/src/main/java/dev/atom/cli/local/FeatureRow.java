// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One row of `docs/features.md`.
///
/// @param id such as `B14`
/// @param name what must work
public record FeatureRow(String id, String name) {
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\| ([^|]+) \\|.*");

  /// The rows among `lines`, in their order.
  static List<FeatureRow> of(List<String> lines) {
    return lines.stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> new FeatureRow(row.group(1), row.group(2).strip()))
        .toList();
  }
}
