// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.export.Manifest.ExportFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An export in a folder, wherever it was copied from.
public final class ExportFolder implements ExportSource {
  private static final String END = ".note";

  private final Path root;

  public ExportFolder(Path root) {
    this.root = root;
  }

  @Override
  public SortedMap<LocalDate, byte[]> manifests() throws IOException {
    var notes = new TreeMap<LocalDate, byte[]>();
    Path folder = root.resolve("manifests");
    if (!Files.isDirectory(folder)) {
      return notes;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(END)) {
          notes.put(day(name), Files.readAllBytes(file));
        }
      }
    }
    return notes;
  }

  /// The day in the name of a manifest.
  ///
  /// @throws IOException when there is none in it
  public static LocalDate day(String name) throws IOException {
    try {
      String file = name.substring(name.lastIndexOf('/') + 1);
      return LocalDate.parse(file.substring(0, file.length() - END.length()));
    } catch (DateTimeParseException | IndexOutOfBoundsException e) {
      throw new IOException("'" + name + "' is not the name of a manifest", e);
    }
  }

  @Override
  public InputStream open(ExportFile file) throws IOException {
    Path path = root.resolve(file.name()).normalize();
    if (!path.startsWith(root.normalize())) {
      throw new NoSuchFileException(file.name());
    }
    return Files.newInputStream(path);
  }

  @Override
  public List<ManifestFinding> irregularities() {
    return List.of();
  }
}
