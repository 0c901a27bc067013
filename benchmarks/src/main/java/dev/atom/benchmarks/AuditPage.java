// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;

/// The page of the trail's benchmarks. It has a part for what a usual run measures and one for the
/// long chain; each run writes its own and leaves the other.
final class AuditPage {
  private static final String TITLE = "# Benchmarks of the audit trail\n";
  private static final String USUAL = "\n## Appends and verification\n";
  private static final String LONG = "\n## A long chain\n";

  private final String machine;

  /// @param machine what it ran on
  AuditPage(String machine) {
    this.machine = machine;
  }

  /// The page `before` with what a usual run measured.
  String usual(
      String before,
      String command,
      List<AuditBench.Row> callers,
      AuditBench.Singles singles,
      List<VerifyBench.Figure> figures,
      double overhead,
      int seconds) {
    var text = new StringBuilder(USUAL).append(printed(command));
    text.append(
        "CPU in microseconds each. A commit is cheap where the disk flushes fast: what waits for"
            + " commits gains less from batches there than on slower disks.\n\n");
    text.append("| what | per second | PostgreSQL | this process |\n|---|---|---|---|\n");
    for (var row : callers) {
      text.append(
          "| 64 callers, each waits for its decision and leaves an outcome behind: %s | %s calls (p50 %s ms, p99 %s ms) | %s | %s |\n"
              .formatted(
                  row.name(),
                  Text.whole(row.callsPerSecond()),
                  Text.millis(row.p50()),
                  Text.millis(row.p99()),
                  Text.one(row.postgresMicros()),
                  Text.one(row.ownMicros())));
    }
    text.append(
        "| single-row inserts, 8 clients, a transaction each | %s rows | - | - |\n"
            .formatted(Text.whole(singles.inserts())));
    singles
        .appends()
        .forEach((waiting, rate) ->
            text.append(
                "| appends of one event, %d waited for at once | %s events (%s times) | - | - |\n"
                    .formatted(waiting, Text.whole(rate), Text.one(rate / singles.inserts()))));
    for (var figure : figures) {
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  figure.name(),
                  Text.whole(figure.perSecond()),
                  figure.postgresMicros() == 0 ? "-" : Text.one(figure.postgresMicros()),
                  Text.one(figure.ownMicros())));
    }
    text.append(targets(callers.getFirst(), singles, figures, overhead, seconds));
    return join(before, text.toString(), LONG, true);
  }

  private static String targets(
      AuditBench.Row chain,
      AuditBench.Singles singles,
      List<VerifyBench.Figure> figures,
      double overhead,
      int seconds) {
    List<String> rows = new ArrayList<>();
    rows.add(
        row(
            "durable appends, 64 callers: at least 5,000/s over 60 s",
            chain.callsPerSecond(),
            Text.whole(chain.callsPerSecond()) + "/s over " + seconds + " s",
            rate -> rate >= 5_000 && seconds >= 60));
    rows.add(
        row(
            "at least 8 times single-row inserts with 8 clients",
            singles.ratio(),
            Text.one(singles.ratio()) + " times, at best",
            ratio -> ratio >= 8));
    rows.add(
        row(
            "chain and leaves at most 15 % over constant hashes",
            overhead,
            Text.percent(overhead) + " more time, median of turns side by side",
            more -> more <= 0.15));
    rows.add(rate("verify from PostgreSQL, 1 threads", figures, 200_000));
    rows.add(rate("root of a published log, 1 threads", figures, 500_000));
    rows.add(rate("root of leaves in memory, 1 thread", figures, 500_000));
    double workers =
        find("verify from a file, 2 threads", figures)
            / find("verify from a file, 1 threads", figures);
    rows.add(
        row(
            "two workers at least 1.7 times one, on exported files",
            workers,
            Text.two(workers) + " times",
            times -> times >= 1.7));
    return "\n| target | measured | |\n|---|---|---|\n" + String.join("", rows);
  }

  private static String rate(String name, List<VerifyBench.Figure> figures, double least) {
    double found = find(name, figures);
    return row(
        name + ": at least " + Text.whole(least) + "/s",
        found,
        Text.whole(found) + "/s",
        rate -> rate >= least);
  }

  private static double find(String name, List<VerifyBench.Figure> figures) {
    return figures.stream()
        .filter(each -> each.name().equals(name))
        .mapToDouble(VerifyBench.Figure::perSecond)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String row(String what, double value, String measured, DoublePredicate met) {
    return "| %s | %s | %s |\n".formatted(what, measured, met.test(value) ? "met" : "**not met**");
  }

  /// The page `before` with what a run with a long chain measured.
  String longChain(String before, String command, VerifyBench.LongChain found) {
    String text =
        LONG
            + printed(command)
            + "| what | measured | |\n|---|---|---|\n"
            + row(
                "%s entries without payloads, chain and root from PostgreSQL, 2 threads: within a minute"
                    .formatted(Text.whole((double) found.entries())),
                found.seconds(),
                "%s s, %s/s"
                    .formatted(
                        Text.one(found.seconds()), Text.whole(found.entries() / found.seconds())),
                seconds -> seconds < 60)
            + row(
                "memory flat: live objects at a tenth, half, nine tenths of it",
                found.heap().isEmpty()
                    ? 2
                    : found.heap().getLast() / (double) found.heap().getFirst(),
                found.heap().stream().map(Text::mebibytes).toList() + " MiB",
                growth -> growth < 1.25)
            + "| writing it, batches of 4,096, durable | %s/s | |\n"
                .formatted(Text.whole(found.written()));
    return join(before, text, USUAL, false);
  }

  private String printed(String command) {
    return "\nPrinted by `" + command + "` on " + machine + ".\n\n";
  }

  /// Keeps the other part of the page.
  private static String join(String before, String part, String other, boolean first) {
    int at = before.indexOf(other);
    String kept = "";
    if (at >= 0) {
      int next = before.indexOf("\n## ", at + 1);
      kept = before.substring(at, next < 0 ? before.length() : next);
      kept = kept.stripTrailing() + "\n";
    }
    return TITLE + (first ? part + kept : kept + part);
  }
}
