// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Content;
import dev.atom.node.host.Words;
import dev.atom.node.privacy.CommandLines;
import dev.atom.protocol.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How many processes there are, and details of the busiest twenty. A first look reads one line of
/// each, a second one more files of the busiest. `environ` is never opened, and `cmdline` only when
/// command lines are turned on.
public final class ProcessCollector implements Collector {
  private static final int TOP = 20;
  private static final double TICKS_PER_SECOND = 100;
  private static final long KIB = 1024;
  private static final long PAGE = 4096;
  private static final Metric COUNT = Metric.gauge("system.processes.count", "{process}");
  private static final Metric CPU = Metric.gauge("process.cpu.utilization", "1");
  private static final Metric CPU_TIME = Metric.sum("process.cpu.time", "s");
  private static final Metric MEMORY = Metric.gauge("process.memory.usage", "By");
  private static final Metric PROPORTIONAL = Metric.gauge("process.memory.proportional", "By");
  private static final Metric VIRTUAL = Metric.gauge("process.memory.virtual", "By");
  private static final Metric THREADS = Metric.gauge("process.thread.count", "{thread}");
  private static final Metric DESCRIPTORS =
      Metric.gauge("process.open_file_descriptor.count", "{descriptor}");
  private static final Metric SWITCHES = Metric.sum("process.context_switches", "{switch}");

  private final Supplier<CommandLines.Mode> commandLines;
  private final Counters counters = new Counters();

  /// @param commandLines how much of command lines is told
  public ProcessCollector(Supplier<CommandLines.Mode> commandLines) {
    this.commandLines = commandLines;
  }

  /// One process at a first look: who it is does not change with its pid given away again.
  record Glimpse(
      String pid, String name, char state, long ticks, long threads, long started, long pages) {
    String identity() {
      return pid + "@" + started;
    }
  }

  private record Busy(Glimpse process, double share) {}

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    List<Busy> all = new ArrayList<>();
    Map<Character, Long> states = new HashMap<>();
    for (String pid : pass.files().names(pass.host().proc().toString())) {
      if (Words.isNumber(pid)) {
        Glimpse process = glimpse(pid, pass.ifThere(pass.proc(pid + "/stat")));
        if (process != null) {
          states.merge(process.state(), 1L, Long::sum);
          double share =
              counters.of(process.identity(), process.ticks()).perSecond() / TICKS_PER_SECOND;
          all.add(new Busy(process, share));
        }
      }
    }
    if (all.isEmpty()) {
      return new Reading.Failed(pass.host().proc() + " shows no process");
    }
    states.forEach((state, count) -> pass.add(COUNT, count, "state", state(state)));
    pass.add(COUNT, all.size(), "state", "total");
    all.stream().sorted(BUSIEST).limit(TOP).forEach(busy -> details(busy, pass));
    return pass.end();
  }

  private static final Comparator<Busy> BUSIEST =
      Comparator.comparingDouble((Busy busy) -> Double.isNaN(busy.share()) ? -1 : busy.share())
          .thenComparingLong(busy -> busy.process().ticks())
          .reversed();

  /// Reads `stat`. The name stands in brackets and may hold anything, brackets too: the last one
  /// ends it.
  static @Nullable Glimpse glimpse(String pid, String stat) {
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    if (open < 0 || close < open) {
      return null;
    }
    List<String> words = Words.of(stat.substring(close + 1));
    if (words.size() < 22) {
      return null;
    }
    return new Glimpse(
        pid,
        Words.printable(stat.substring(open + 1, close)),
        words.getFirst().charAt(0),
        Words.number(words, 11, 0) + Words.number(words, 12, 0),
        Words.number(words, 17, 0),
        Words.number(words, 19, 0),
        Words.number(words, 21, 0));
  }

  private static String state(char state) {
    return switch (state) {
      case 'R' -> "running";
      case 'S' -> "sleeping";
      case 'D' -> "blocked";
      case 'Z' -> "zombie";
      case 'T', 't' -> "stopped";
      case 'I' -> "idle";
      default -> "other";
    };
  }

  private void details(Busy busy, Pass pass) {
    Glimpse process = busy.process();
    List<String> labels =
        new ArrayList<>(
            List.of("process.pid", process.pid(), "process.executable.name", process.name()));
    CommandLines.Mode mode = commandLines.get();
    if (mode != CommandLines.Mode.OFF) {
      String line = CommandLines.tell(mode, pass.ifThere(pass.proc(process.pid() + "/cmdline")));
      labels.add("process.command_line");
      labels.add(Words.printable(line));
    }
    String[] who = labels.toArray(String[]::new);
    pass.add(CPU, busy.share(), who);
    pass.add(CPU_TIME, process.ticks() / TICKS_PER_SECOND, who);
    pass.add(MEMORY, process.pages() * PAGE, who);
    pass.add(THREADS, process.threads(), who);
    status(process.pid(), labels, pass);
    int open = descriptors(process.pid(), pass);
    if (open >= 0) {
      pass.add(DESCRIPTORS, (long) open, who);
    }
    for (String line : Words.lines(pass.ifThere(pass.proc(process.pid() + "/smaps_rollup")))) {
      if (line.startsWith("Pss:")) {
        pass.add(PROPORTIONAL, Words.number(Words.of(line), 1, 0) * KIB, who);
      }
    }
  }

  /// Counts what is open; what it is is not looked at.
  private static int descriptors(String pid, Pass pass) {
    String folder = pass.proc(pid + "/fd");
    int count = pass.files().count(folder);
    boolean alive =
        count >= 0 || pass.files().read(pass.proc(pid + "/stat")) instanceof Content.Text;
    if (count < 0 && alive) {
      pass.denied(folder);
    }
    return count;
  }

  private static void status(String pid, List<String> labels, Pass pass) {
    for (String line : Words.lines(pass.ifThere(pass.proc(pid + "/status")))) {
      int colon = line.indexOf(':');
      List<String> words = Words.of(line.substring(colon + 1));
      switch (colon < 0 ? "" : line.substring(0, colon)) {
        case "VmSize" ->
            pass.add(VIRTUAL, Words.number(words, 0, 0) * KIB, labels.toArray(String[]::new));
        case "voluntary_ctxt_switches" -> switches("voluntary", words, labels, pass);
        case "nonvoluntary_ctxt_switches" -> switches("involuntary", words, labels, pass);
        default -> {}
      }
    }
  }

  private static void switches(String type, List<String> words, List<String> labels, Pass pass) {
    List<String> typed = new ArrayList<>(labels);
    typed.add("process.context_switch_type");
    typed.add(type);
    pass.add(SWITCHES, Words.number(words, 0, 0), typed.toArray(String[]::new));
  }
}
