// SPDX-License-Identifier: Apache-2.0
package dev.atom.node;

import dev.atom.node.collect.AccessLedger;
import dev.atom.node.collect.Collector;
import dev.atom.node.collect.Pass;
import dev.atom.node.collect.Reading;
import dev.atom.node.host.HostFiles;
import dev.atom.node.host.HostPaths;
import dev.atom.node.journal.Journal;
import dev.atom.protocol.Fact;
import dev.atom.protocol.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// A host made of files in a folder, and passes over it at times of one's choice.
public final class MadeHost {
  private final Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AccessLedger ledger =
      new AccessLedger(
          new Journal(new PrintStream(said, true, StandardCharsets.UTF_8), InstantSource.system()));
  private long nanos = 1;

  public MadeHost(Path folder) {
    this.folder = folder;
  }

  /// Writes a file below the root.
  public MadeHost with(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public MadeHost without(String name) {
    try {
      Files.delete(folder.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets time pass between two passes.
  public MadeHost after(double seconds) {
    nanos += (long) (seconds * 1e9);
    return this;
  }

  public Reading read(Collector collector) {
    return read(collector, HostPaths.under(folder));
  }

  public Reading read(Collector collector, HostPaths host) {
    return collector.collect(new Pass(host, new HostFiles(), ledger, collector.name(), nanos));
  }

  public AccessLedger ledger() {
    return ledger;
  }

  public String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  /// The samples of a reading that has some.
  public static List<Sample> samples(Reading reading) {
    return switch (reading) {
      case Reading.Complete complete -> complete.samples();
      case Reading.Partial partial -> partial.samples();
      case Reading.Failed(String reason) -> throw new AssertionError("failed: " + reason);
      case Reading.Unsupported(String reason) -> throw new AssertionError("unsupported: " + reason);
    };
  }

  public static List<Fact> facts(Reading reading) {
    return switch (reading) {
      case Reading.Complete complete -> complete.facts();
      case Reading.Partial partial -> partial.facts();
      case Reading.Failed(String reason) -> throw new AssertionError("failed: " + reason);
      case Reading.Unsupported(String reason) -> throw new AssertionError("unsupported: " + reason);
    };
  }

  /// The only value of a name with these labels among its own; NaN without one.
  public static double value(Reading reading, String name, String... labels) {
    List<Sample> found =
        samples(reading).stream()
            .filter(sample -> sample.metric().name().equals(name) && has(sample, labels))
            .toList();
    if (found.size() > 1) {
      throw new AssertionError(name + " is there " + found.size() + " times");
    }
    return found.isEmpty() ? Double.NaN : found.getFirst().value();
  }

  private static boolean has(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!sample.labels().get(labels[i]).equals(labels[i + 1])) {
        return false;
      }
    }
    return true;
  }
}
