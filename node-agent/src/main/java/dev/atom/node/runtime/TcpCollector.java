// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.runtime;

import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Counters;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.Content;
import dev.atom.node.host.Words;
import dev.atom.protocol.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// TCP: its counters, and how many connections are in which state. Critical: `net/snmp`.
///
/// The tables of connections are read line by line and only counted: addresses are not kept.
public final class TcpCollector implements Collector {
  private static final String[] STATES = {
    "",
    "established",
    "syn_sent",
    "syn_recv",
    "fin_wait_1",
    "fin_wait_2",
    "time_wait",
    "close",
    "close_wait",
    "last_ack",
    "listen",
    "closing",
    "new_syn_recv"
  };
  private static final Map<String, String> COUNTS =
      Map.ofEntries(
          Map.entry("ActiveOpens", "active_opens"),
          Map.entry("PassiveOpens", "passive_opens"),
          Map.entry("AttemptFails", "attempt_failures"),
          Map.entry("EstabResets", "established_resets"),
          Map.entry("InSegs", "segments_received"),
          Map.entry("OutSegs", "segments_sent"),
          Map.entry("RetransSegs", "segments_retransmitted"),
          Map.entry("InErrs", "errors_received"),
          Map.entry("OutRsts", "resets_sent"),
          Map.entry("ListenOverflows", "listen_overflows"),
          Map.entry("ListenDrops", "listen_drops"),
          Map.entry("TCPTimeouts", "timeouts"),
          Map.entry("TCPSynRetrans", "syn_retransmitted"),
          Map.entry("SyncookiesSent", "syncookies_sent"),
          Map.entry("SyncookiesFailed", "syncookies_failed"));
  private static final Metric CONNECTIONS =
      Metric.gauge("system.network.connections", "{connection}");
  private static final Metric RETRANSMITTED =
      Metric.gauge("system.network.tcp.retransmission.rate", "{segment}/s");

  private final Counters counters = new Counters();
  private final Map<String, Metric> metrics = new HashMap<>();

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public Rhythm rhythm() {
    return Rhythm.RUNTIME;
  }

  @Override
  public Reading collect(Pass pass) {
    counters.begin(pass.nanos());
    String snmp = pass.critical(pass.proc("net/snmp"));
    if (snmp == null) {
      return pass.end();
    }
    pairs(snmp, "Tcp:", pass);
    pairs(pass.optional(pass.proc("net/netstat")), "TcpExt:", pass);
    int[] states = new int[STATES.length];
    table(pass, "net/tcp", true, states);
    table(pass, "net/tcp6", false, states);
    for (int i = 1; i < STATES.length; i++) {
      pass.add(CONNECTIONS, (long) states[i], "network.connection.state", STATES[i]);
    }
    return pass.end();
  }

  /// A line of names, then a line of values, with the same beginning.
  private void pairs(String text, String begin, Pass pass) {
    List<String> names = List.of();
    for (String line : Words.lines(text)) {
      if (!line.startsWith(begin)) {
        continue;
      }
      List<String> words = Words.of(line);
      if (names.isEmpty()) {
        names = words;
        continue;
      }
      for (int i = 1; i < Math.min(names.size(), words.size()); i++) {
        String known = COUNTS.get(names.get(i));
        if (known != null) {
          count(known, Words.number(words, i, 0), pass);
        }
      }
      return;
    }
  }

  private void count(String name, long value, Pass pass) {
    Metric metric =
        metrics.computeIfAbsent(name, n -> Metric.sum("system.network.tcp." + n, "{event}"));
    pass.add(metric, Words.unsigned(value));
    if (name.equals("segments_retransmitted")) {
      pass.add(RETRANSMITTED, counters.of(name, value).perSecond());
    }
  }

  private static void table(Pass pass, String name, boolean expected, int[] states) {
    Content content = pass.files().lines(pass.proc(name), line -> count(line, states));
    switch (content) {
      case Content.Text _ -> {}
      case Content.Denied _ -> pass.denied(pass.proc(name));
      case Content.Missing _ -> {
        if (expected) {
          pass.note(name + " is missing");
        }
      }
      case Content.Broken(String reason) -> pass.note(reason);
    }
  }

  private static void count(String line, int[] states) {
    List<String> words = Words.of(line);
    if (words.size() < 4 || words.get(3).length() != 2) {
      return;
    }
    int state = Character.digit(words.get(3).toLowerCase(Locale.ROOT).charAt(1), 16);
    if (words.get(3).charAt(0) == '0' && state > 0 && state < states.length) {
      states[state]++;
    }
  }
}
