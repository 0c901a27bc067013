// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// A [GateReport] as `docs/benchmarks.md`, which is also what the command prints.
final class GatePage {
  private GatePage() {}

  static String write(GateReport report) {
    var page = new StringBuilder();
    head(report.run(), page);
    targets(report, page);
    saturated(report, page);
    controls(report, page);
    threads(report, page);
    halfLoad(report, page);
    policy(report, page);
    warm(report.warm(), page);
    notes(report.notes(), page);
    return page.toString();
  }

  private static void head(GateReport.Run run, StringBuilder page) {
    page.append(
        """
        # Benchmarks

        Written by `%s` on %s. Run it yourself: figures of another machine say nothing about yours.

        - Machine: %s.
        - One processor for the proxy under test (`taskset`), the other for load, upstream, \
        PostgreSQL and the program that measures. So at saturation either the proxy or the load \
        is the bottleneck; the columns *core* and *others* say which. CPU per request is the \
        kernel's count for the proxy's processes, all threads (compiler and collector included), \
        per answered request.
        - `wrk`, 64 connections, keep-alive, TLS 1.3, a POST of %d bytes answered with %d bytes \
        by one nginx over TLS 1.3 keep-alive. %d s warm-up each, then %d rounds of %d s in turn \
        (A B C A B C); medians.
        - nginx is a plain proxy: no authentication, no limit, no policy, no record. HAProxy \
        verifies the token's RS256-4096 signature on every request, limits in a stick-table and \
        logs. GATE is production's main with one event loop and the JVM settings of `./atom up`: \
        authentication (verified tokens found by hash), revocation, limit, shipped policies, \
        hash-chained audit in PostgreSQL with fsync, access log, client certificate towards the \
        upstream.
        - The configuration files of the peers are templates in `benchmarks/peers`.
        """
            .formatted(
                run.command(),
                run.date(),
                run.machine(),
                Samples.BODY.length(),
                Samples.ANSWER.length(),
                run.warmSeconds(),
                run.rounds(),
                run.seconds()));
  }

  private static void targets(GateReport report, StringBuilder page) {
    page.append("\n## Targets\n\n| what | bound | measured | |\n|---|---|---|---|\n");
    for (var target : report.targets()) {
      row(
          page,
          target.what(),
          target.bound(),
          target.measured().orElse("-"),
          "**" + target.verdict() + "**");
    }
  }

  private static void saturated(GateReport report, StringBuilder page) {
    page.append(
        """

        ## Saturated

        | proxy | what it does | CPU us/request (least to most) | to nginx | to HAProxy | \
        PostgreSQL CPU us/request | requests/s | core | others | MiB at rest | MiB after | \
        errors |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """);
    for (var row : report.rows()) {
      boolean gate = row.name().startsWith("gate");
      row(
          page,
          row.name(),
          row.what(),
          row.answers().isResult()
              ? "%s (%s to %s)"
                  .formatted(
                      Text.one(row.cpu().median()),
                      Text.one(row.cpu().least()),
                      Text.one(row.cpu().most()))
              : "no result",
          Text.two(report.ratio(row.name(), Lineup.NGINX)),
          Text.two(report.ratio(row.name(), Lineup.HAPROXY)),
          gate ? Text.one(row.cpu().postgres()) : "-",
          Text.whole(row.perSecond()),
          Text.percent(row.busy().proxy()),
          Text.percent(row.busy().rest()),
          Text.mebibytes(row.memory().rest()),
          Text.mebibytes(row.memory().after()),
          row.answers().errors() + " of " + row.answers().requests());
    }
  }

  private static void controls(GateReport report, StringBuilder page) {
    var strict = report.row(Lineup.STRICT);
    if (strict.isEmpty()) {
      return;
    }
    page.append(
        """

        ## What a control costs

        CPU of GATE per request, all on and strict, minus the same with one thing different. \
        Below about 2 us it is noise. *Configured* is production's main; *replaced* is a program \
        of the benchmark that puts GATE's own parts together with one of them replaced, since \
        the product has no switch to turn a control off.

        | control | compared with | how | us/request |
        |---|---|---|---|
        """);
    double all = strict.get().cpu().median();
    cost(report, page, all, Lineup.NO_AUDIT, "audit chain and its storage", "replaced");
    cost(report, page, all, Lineup.BATCHED, "waiting for the commit", "configured");
    cost(report, page, all, Lineup.ANY_POLICY, "shipped policies", "configured");
    cost(report, page, all, Lineup.NO_LIMIT, "limit in this process", "replaced");
    cost(report, page, all, Lineup.NO_LOG, "writing the access log", "replaced");
    report
        .row(Lineup.REDIS)
        .ifPresent(row ->
            row(
                page,
                "sharing the limit in Redis",
                row.what(),
                "configured",
                Text.one(row.cpu().median() - all)));
  }

  private static void threads(GateReport report, StringBuilder page) {
    report
        .row(Lineup.STRICT)
        .ifPresent(row -> {
          page.append(
              """

              Where the CPU of %s goes, us/request by thread:

              | threads | us/request |
              |---|---|
              """
                  .formatted(row.name()));
          row.threads().forEach((group, micros) -> row(page, group, Text.one(micros)));
        });
  }

  private static void cost(
      GateReport report, StringBuilder page, double all, String without, String what, String how) {
    report
        .row(without)
        .ifPresent(row -> row(page, what, row.what(), how, Text.one(all - row.cpu().median())));
  }

  private static void halfLoad(GateReport report, StringBuilder page) {
    page.append(
        """

        ## Latency at half load

        Open loop: requests are due at a constant rate, half of what the proxy serves saturated, \
        and latency counts from the moment a request was due. Where the load's own processors \
        would be more than half full at that rate, a lower one is taken. *Direct* is the upstream \
        without a proxy at the same rate just before; *added* is the difference. Milliseconds.

        | proxy | requests/s | p50 | p99 | direct p50 | direct p99 | added p50 | added p99 | \
        errors |
        |---|---|---|---|---|---|---|---|---|
        """);
    for (var row : report.halfLoad()) {
      row(
          page,
          row.name(),
          Text.whole(row.rate()),
          Text.millis(row.p50()),
          Text.millis(row.p99()),
          Text.millis(row.directP50()),
          Text.millis(row.directP99()),
          Text.millis(row.addedP50()),
          Text.millis(row.addedP99()),
          row.answers().errors() + " of " + row.answers().requests());
    }
    page.append(
        """

        Plain JDBC at the rate of %s: the same rows in tables of the same shape, batched \
        inserts, one writer, one commit for all that came in meanwhile, on the proxy's processor, \
        while the upstream is asked directly at that rate: p50 %s ms, p99 %s ms.
        """
            .formatted(
                Lineup.STRICT,
                Text.millis(report.plainCommitP50()),
                Text.millis(report.plainCommitP99())));
  }

  private static void policy(GateReport report, StringBuilder page) {
    var policy = report.policy();
    page.append(
        """

        ## Policy decision

        The shipped policies, a chat call, input document included, %s decisions: mean %s us, \
        p50 %s, p99 %s, p99.9 %s, longest %s.
        """
            .formatted(
                Text.whole((double) policy.calls()),
                Text.two(policy.mean() / 1_000),
                Text.two(policy.p50() / 1_000),
                Text.two(policy.p99() / 1_000),
                Text.two(policy.p999() / 1_000),
                Text.two(policy.most() / 1_000)));
  }

  private static void warm(Map<String, List<Double>> warm, StringBuilder page) {
    page.append(
        """

        ## Warm-up

        CPU us/request of each slice of the warm-up: settled when the last ones are alike.

        | proxy | slices |
        |---|---|
        """);
    warm.forEach((name, slices) -> row(page, name, Text.whole(slices)));
  }

  private static void notes(List<String> notes, StringBuilder page) {
    page.append("\n## Notes\n\n");
    notes.forEach(note -> page.append("- ").append(note).append('\n'));
  }

  private static void row(StringBuilder page, String... cells) {
    var line = new StringJoiner(" | ", "| ", " |\n");
    for (String cell : cells) {
      line.add(cell);
    }
    page.append(line);
  }
}
