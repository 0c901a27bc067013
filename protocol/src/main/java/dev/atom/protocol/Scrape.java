// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one pass of one collector found. On the wire each text stands once, in a table in front.
///
/// @param collector its name
/// @param atMillis when, in milliseconds since 1970
public record Scrape(String collector, long atMillis, List<Sample> samples) {
  private static final int STRINGS_MAX = 1 << 20;
  private static final int SAMPLES_MAX = 200_000;

  public Scrape {
    samples = List.copyOf(samples);
  }

  /// The bytes of this message.
  public byte[] toBytes() {
    Map<String, Integer> table = new LinkedHashMap<>();
    var body = new WireWriter(64 + samples.size() * 20);
    int[] cells = new int[64];
    for (Sample sample : samples) {
      cells = sample(sample, table, body, cells);
    }
    var out = new WireWriter(128 + samples.size() * 24);
    out.text(1, collector);
    out.number(2, atMillis);
    table.keySet().forEach(text -> out.element(3, text));
    out.bytes(4, body.toBytes());
    return out.toBytes();
  }

  /// One sample: cells of name, unit, kind and labels, then the value.
  private static int[] sample(
      Sample sample, Map<String, Integer> table, WireWriter body, int[] scratch) {
    List<String> pairs = sample.labels().pairs();
    int count = 3 + pairs.size();
    int[] cells = scratch.length < count ? new int[count] : scratch;
    cells[0] = index(table, sample.metric().name());
    cells[1] = index(table, sample.metric().unit());
    cells[2] = sample.metric().kind() == Metric.Kind.GAUGE ? 0 : 1;
    for (int i = 0; i < pairs.size(); i++) {
      cells[3 + i] = index(table, pairs.get(i));
    }
    body.numbers(1, cells, count);
    body.real(2, sample.value());
    return cells;
  }

  private static int index(Map<String, Integer> table, String text) {
    Integer known = table.get(text);
    if (known != null) {
      return known;
    }
    table.put(text, table.size());
    return table.size() - 1;
  }

  /// Reads what [#toBytes()] wrote.
  public static Scrape parse(byte[] bytes) throws MalformedMessageException {
    var in = new WireReader(bytes);
    String collector = "";
    long at = 0;
    List<String> table = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> collector = in.text();
        case 2 -> at = in.number();
        case 3 -> {
          if (table.size() == STRINGS_MAX) {
            throw new MalformedMessageException("too many texts");
          }
          table.add(in.text());
        }
        case 4 -> samples(in.message(), table, samples);
        default -> in.skip();
      }
    }
    return new Scrape(collector, at, samples);
  }

  private static void samples(WireReader in, List<String> table, List<Sample> samples)
      throws MalformedMessageException {
    Map<Metric, Metric> metrics = new HashMap<>();
    int[] cells = {};
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> cells = in.numbers(STRINGS_MAX);
        case 2 -> {
          if (samples.size() == SAMPLES_MAX) {
            throw new MalformedMessageException("more than " + SAMPLES_MAX + " samples");
          }
          samples.add(sample(cells, table, metrics, in.real()));
        }
        default -> in.skip();
      }
    }
  }

  private static Sample sample(
      int[] cells, List<String> table, Map<Metric, Metric> metrics, double value)
      throws MalformedMessageException {
    if (cells.length < 3 || cells.length % 2 == 0 || cells[2] > 1) {
      throw new MalformedMessageException("a sample of " + cells.length + " cells");
    }
    var kind = cells[2] == 0 ? Metric.Kind.GAUGE : Metric.Kind.SUM;
    var metric = new Metric(text(table, cells[0]), text(table, cells[1]), kind);
    String[] pairs = new String[cells.length - 3];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = text(table, cells[3 + i]);
    }
    return new Sample(metrics.computeIfAbsent(metric, m -> m), new Labels(List.of(pairs)), value);
  }

  private static String text(List<String> table, int index) throws MalformedMessageException {
    if (index >= table.size()) {
      throw new MalformedMessageException("text " + index + " of " + table.size());
    }
    return table.get(index);
  }
}
