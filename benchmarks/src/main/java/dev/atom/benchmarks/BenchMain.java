// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.atom.base.AtomException;
import dev.atom.benchmarks.posture.NetworkBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./atom bench`: measures on this machine, tells how it goes on standard error, and prints the
/// result on standard output.
///
/// Exit codes: 0 measured, whatever the verdict; 64 wrong usage; 69 something needed is missing; 70
/// a defect.
@Command(
    name = "bench",
    description = "Measure Atom on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchMain.Gate.class,
      BenchMain.Policy.class,
      BenchMain.Audit.class,
      BenchMain.Posture.class
    })
public final class BenchMain implements Callable<Integer> {
  private static final int UNAVAILABLE = 69;
  private static final int DEFECT = 70;
  private static final int USAGE = 64;

  private BenchMain() {}

  public static void main(String[] arguments) {
    var line = new CommandLine(new BenchMain());
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    line.getCommandSpec().exitCodeOnInvalidInput(USAGE);
    line.getSubcommands()
        .values()
        .forEach(sub -> sub.getCommandSpec().exitCodeOnInvalidInput(USAGE));
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.out);
    return USAGE;
  }

  private static int failed(Exception e) {
    if (e instanceof AtomException known) {
      System.err.println("bench: " + known.getMessage());
      return switch (known.code().category()) {
        case USAGE -> USAGE;
        case UNAVAILABLE -> UNAVAILABLE;
        case INTERNAL -> DEFECT;
      };
    }
    e.printStackTrace();
    return DEFECT;
  }

  private static Path home() {
    return Path.of(System.getProperty("atom.home", ".")).toAbsolutePath().normalize();
  }

  private static void tell(String line) {
    System.err.println("  " + line);
  }

  private static void printJson(Object value) throws JsonProcessingException {
    var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    System.out.println(mapper.writeValueAsString(value));
  }

  @Command(
      name = "gate",
      description = "GATE beside nginx and HAProxy, and what each control costs.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  ./atom bench gate",
        "  ./atom bench gate --seconds 5 --rounds 1"
      })
  static final class Gate implements Callable<Integer> {
    @Option(names = "--seconds", defaultValue = "10", description = "Length of a round (10).")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each (3).")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "60", description = "Seconds of warm-up each (60).")
    private int warmSeconds;

    @Option(
        names = "--only",
        split = ",",
        description = "Who takes part: nginx, haproxy, gate-strict, ... (all).")
    private Set<String> only = Set.of();

    @Option(names = "--jvm", hidden = true, description = "More options for the JVMs of GATE.")
    private List<String> jvm = List.of();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--no-write", description = "Leave docs/benchmarks.md as it is.")
    private boolean dry;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Set<String> wanted = new LinkedHashSet<>(only.isEmpty() ? Lineup.ALL : only);
      List<String> strangers = new ArrayList<>(wanted);
      strangers.removeAll(Lineup.ALL);
      if (!strangers.isEmpty() || seconds < 1 || rounds < 1 || warmSeconds < 1) {
        System.err.println(
            strangers.isEmpty()
                ? "bench: seconds, rounds and warmup are 1 or more"
                : "bench: nobody is called " + strangers + "; there are " + Lineup.ALL);
        return USAGE;
      }
      var settings =
          new GateBench.Settings(home(), typed(), seconds, rounds, warmSeconds, wanted, jvm);
      var report = new GateBench(settings, InstantSource.system(), BenchMain::tell).run();
      String page = GatePage.write(report);
      if (json) {
        printJson(new Result(report, report.targets().stream().map(Verdict::of).toList()));
      } else {
        System.out.println(page);
      }
      if (!dry) {
        Path file = Files.writeString(home().resolve("docs/benchmarks.md"), page);
        tell("written: " + file);
      }
      return 0;
    }

    private String typed() {
      return "./atom bench gate --seconds %d --rounds %d --warmup %d%s"
          .formatted(
              seconds,
              rounds,
              warmSeconds,
              only.isEmpty() ? "" : " --only " + String.join(",", only));
    }
  }

  /// The JSON of `bench gate`.
  private record Result(GateReport report, List<Verdict> targets) {}

  /// A target in it.
  private record Verdict(String what, String bound, String measured, String verdict) {
    static Verdict of(GateReport.Target target) {
      return new Verdict(
          target.what(), target.bound(), target.measured().orElse(""), target.verdict());
    }
  }

  @Command(
      name = "policy",
      description = "One decision of the shipped policies.",
      mixinStandardHelpOptions = true)
  static final class Policy implements Callable<Integer> {
    @Option(names = "--seconds", defaultValue = "10", description = "How long to measure (10).")
    private int seconds;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      var now = InstantSource.system().instant();
      var seen = PolicyBench.measure(home().resolve("policies"), now, seconds);
      if (json) {
        printJson(seen);
      } else {
        System.out.printf(
            "%d decisions: mean %s us, p50 %s, p99 %s, p99.9 %s, longest %s%n",
            seen.calls(),
            Text.two(seen.mean() / 1_000),
            Text.two(seen.p50() / 1_000),
            Text.two(seen.p99() / 1_000),
            Text.two(seen.p999() / 1_000),
            Text.two(seen.most() / 1_000));
      }
      return 0;
    }
  }

  @Command(
      name = "audit",
      description = "The audit trail beside plain JDBC with the same rows.",
      mixinStandardHelpOptions = true)
  static final class Audit implements Callable<Integer> {
    @Option(names = "--seconds", defaultValue = "10", description = "Length of a round (10).")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each (3).")
    private int rounds;

    @Option(
        names = "--entries",
        defaultValue = "400000",
        description = "Entries of the chain that is verified (400000).")
    private long entries;

    @Option(
        names = "--long",
        paramLabel = "ENTRIES",
        description = "Only write and verify one chain of so many, such as 10000000.")
    private long chain;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--no-write", description = "Leave docs/benchmarks-audit.md as it is.")
    private boolean dry;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
      Path file = home().resolve("docs/benchmarks-audit.md");
      String before = Files.exists(file) ? Files.readString(file) : "";
      var now = InstantSource.system().instant().atZone(ZoneOffset.UTC).toLocalDate();
      var machine = Machine.here(Cores.divide(), home());
      var page = new AuditPage(now + ", " + machine);
      if (chain > 0) {
        var found = new VerifyBench(BenchMain::tell).longChain(chain);
        if (json) {
          printJson(found);
        }
        return write(file, page.longChain(before, "./atom bench audit --long " + chain, found));
      }
      var bench = new AuditBench(BenchMain::tell);
      var rows = bench.measure(seconds, rounds);
      var singles = bench.singles(Math.min(seconds, 5), 3);
      var verification = new VerifyBench(BenchMain::tell);
      var figures = verification.measure(entries);
      String command =
          "./atom bench audit --seconds %d --rounds %d --entries %d"
              .formatted(seconds, rounds, entries);
      int done =
          write(
              file,
              page.usual(
                  before, command, rows, singles, figures, verification.overhead(), seconds));
      if (json) {
        printJson(Map.of("callers", rows, "singles", singles, "chain", figures));
        return done;
      }
      return done;
    }

    private int write(Path file, String text) throws IOException {
      if (!json) {
        System.out.println(text);
      }
      if (!dry) {
        tell("written: " + Files.writeString(file, text));
      }
      return 0;
    }
  }

  @Command(
      name = "posture",
      description =
          "Judging manifests: Pod Security cases, files, networks up to 20,000 workloads.",
      mixinStandardHelpOptions = true,
      footer = {"", "Examples:", "  ./atom bench posture", "  ./atom bench posture --no-write"})
  static final class Posture implements Callable<Integer> {
    @Option(names = "--runs", defaultValue = "9", description = "Runs on ten files (9).")
    private int runs;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--no-write", description = "Leave docs/benchmarks-posture.md as it is.")
    private boolean dry;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (runs < 1) {
        System.err.println("bench: runs are 1 or more");
        return USAGE;
      }
      var figures = new ArrayList<>(new PostureBench(home(), BenchMain::tell).measure(runs));
      var networks = NetworkBench.run(BenchMain::tell);
      figures.addAll(PostureBench.ofNetwork(networks.getLast()));
      String page =
          PosturePage.write(figures, InstantSource.system().instant(), runs)
              + NetworkBench.section(networks);
      if (json) {
        printJson(figures);
      } else {
        System.out.println(page);
      }
      if (!dry) {
        tell("written: " + Files.writeString(home().resolve("docs/benchmarks-posture.md"), page));
      }
      return 0;
    }
  }
}
