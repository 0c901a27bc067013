// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.export.Manifest.ExportFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/// Where an export is read from. It is not trusted.
public interface ExportSource {
  /// The notes under `manifests/`, by the day in their names.
  SortedMap<LocalDate, byte[]> manifests() throws IOException;

  /// The bytes of a file, as they are stored.
  ///
  /// @throws java.nio.file.NoSuchFileException when there is none
  InputStream open(ExportFile file) throws IOException;

  /// What the store itself knows to be wrong, such as a version over an object.
  List<ManifestFinding> irregularities();
}
