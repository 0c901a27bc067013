// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.collect;

import dev.atom.node.host.Content;
import dev.atom.node.host.HostFiles;
import dev.atom.node.host.HostPaths;
import dev.atom.protocol.Fact;
import dev.atom.protocol.Labels;
import dev.atom.protocol.Metric;
import dev.atom.protocol.Sample;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One pass of one collector: gives files, takes samples and facts, notes what was missing.
public final class Pass {
  private final HostPaths host;
  private final HostFiles files;
  private final AccessLedger ledger;
  private final String collector;
  private final long nanos;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private String failure = "";

  /// @param nanos the monotonic clock at the start
  public Pass(HostPaths host, HostFiles files, AccessLedger ledger, String collector, long nanos) {
    this.host = host;
    this.files = files;
    this.ledger = ledger;
    this.collector = collector;
    this.nanos = nanos;
  }

  /// The roots.
  public HostPaths host() {
    return host;
  }

  /// Plain access, for what is neither critical nor optional.
  public HostFiles files() {
    return files;
  }

  /// The monotonic clock at the start of the pass.
  public long nanos() {
    return nanos;
  }

  /// A path below procfs.
  public String proc(String name) {
    return host.proc() + "/" + name;
  }

  /// A path below sysfs.
  public String sys(String name) {
    return host.sys() + "/" + name;
  }

  /// A file without which the pass fails; null then, and the failure is noted.
  public @Nullable String critical(String path) {
    return switch (files.read(path)) {
      case Content.Text(String text) when !text.isBlank() -> text;
      case Content.Text _ -> fail(path + " is empty");
      case Content.Missing _ -> fail(path + " is missing");
      case Content.Denied _ -> {
        ledger.denied(collector, path);
        yield fail(path + " may not be read");
      }
      case Content.Broken(String reason) -> fail(reason);
    };
  }

  private @Nullable String fail(String reason) {
    failure = reason;
    return null;
  }

  /// A file that should be there; empty without it, and its absence is noted.
  public String optional(String path) {
    return switch (files.read(path)) {
      case Content.Text(String text) -> text;
      case Content.Missing _ -> without(path, " is missing");
      case Content.Denied _ -> {
        ledger.denied(collector, path);
        yield without(path, " may not be read");
      }
      case Content.Broken(String reason) -> without("", reason);
    };
  }

  private String without(String path, String why) {
    missing.add(path + why);
    return "";
  }

  /// A file that many hosts do not have; empty without it. Only a refusal is noted, and counted.
  public String ifThere(String path) {
    return switch (files.read(path)) {
      case Content.Text(String text) -> text;
      case Content.Denied _ -> {
        ledger.denied(collector, path);
        yield "";
      }
      case Content.Missing _, Content.Broken _ -> "";
    };
  }

  /// Notes that something is missing which is no file.
  public void note(String what) {
    missing.add(what);
  }

  /// Notes that something may not be read.
  public void denied(String path) {
    ledger.denied(collector, path);
  }

  /// Takes a value; what is no number is left out.
  public void add(Metric metric, double value, String... labels) {
    if (!Double.isNaN(value) && !Double.isInfinite(value)) {
      samples.add(new Sample(metric, labels.length == 0 ? Labels.NONE : Labels.of(labels), value));
    }
  }

  /// Takes a whole number.
  public void add(Metric metric, long value, String... labels) {
    add(metric, (double) value, labels);
  }

  /// The same with labels made before.
  public void add(Metric metric, double value, Labels labels) {
    if (!Double.isNaN(value) && !Double.isInfinite(value)) {
      samples.add(new Sample(metric, labels, value));
    }
  }

  /// Takes a fact.
  public void add(Fact fact) {
    facts.add(fact);
  }

  /// What came of it.
  public Reading end() {
    if (!failure.isEmpty()) {
      return new Reading.Failed(failure);
    }
    return missing.isEmpty()
        ? new Reading.Complete(samples, facts)
        : new Reading.Partial(samples, facts, List.copyOf(missing));
  }
}
