// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.exemption.ExemptionLedger;
import dev.atom.posture.manifest.ManifestSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Releases kept by their time: folders called `20261120T100000Z`, each with the objects of that
/// release and, if it is there, the ledger as it stood.
final class ReleaseHistory {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
  private static final String LEDGER = "exemptions.yaml";

  private ReleaseHistory() {}

  /// The last release at or before `at`.
  static TriageCommand.Snapshot at(
      Path root, Instant at, ExemptionLedger otherwise, Console console) {
    TreeMap<Instant, Path> releases = new TreeMap<>();
    try (Stream<Path> folders = Files.list(root)) {
      folders
          .filter(Files::isDirectory)
          .forEach(it -> time(it).ifPresent(t -> releases.put(t, it)));
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "--history " + root + " cannot be read: " + e.getMessage(), e);
    }
    Map.Entry<Instant, Path> last = releases.floorEntry(at);
    if (last == null) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "there is no release in "
              + root
              + " at or before "
              + at
              + ": "
              + (releases.isEmpty()
                  ? "no folder is called by a time"
                  : "the first is " + releases.firstKey()));
    }
    Path folder = last.getValue();
    Path ledger = folder.resolve(LEDGER);
    return new TriageCommand.Snapshot(
        folder.toString(),
        objects(folder, console),
        Files.exists(ledger) ? ContractOptions.ledger(ledger) : otherwise);
  }

  private static ManifestSet objects(Path folder, Console console) {
    ManifestSet all = ManifestFiles.read(List.of(folder.toString()), console);
    String ledger = folder.resolve(LEDGER).toString();
    return new ManifestSet(
        all.manifests(),
        all.unreadable().stream().filter(it -> !it.place().file().equals(ledger)).toList());
  }

  private static Optional<Instant> time(Path folder) {
    try {
      return Optional.of(
          LocalDateTime.parse(String.valueOf(folder.getFileName()), NAME)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
