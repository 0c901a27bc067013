// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchivedObject;
import dev.atom.audit.export.ExportFolder;
import dev.atom.audit.export.ExportSource;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.export.ManifestFinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// An export in an archive store: of each object the version that was put first, and what lies over
/// it is a finding.
public final class StoreExport implements ExportSource {
  static final String MANIFESTS = "manifests/";
  static final String SEGMENTS = "segments/";

  private final ArchiveStore store;

  public StoreExport(ArchiveStore store) {
    this.store = store;
  }

  @Override
  public SortedMap<LocalDate, byte[]> manifests() throws IOException {
    var notes = new TreeMap<LocalDate, byte[]>();
    for (ArchivedObject object : store.list(MANIFESTS)) {
      try (var in = store.open(object)) {
        notes.put(ExportFolder.day(object.key()), in.readAllBytes());
      }
    }
    return notes;
  }

  @Override
  public InputStream open(ExportFile file) throws IOException {
    var object = store.find(file.name()).orElseThrow(() -> new NoSuchFileException(file.name()));
    return store.open(object);
  }

  @Override
  public List<ManifestFinding> irregularities() {
    List<ManifestFinding> findings = new ArrayList<>();
    for (String prefix : new String[] {MANIFESTS, SEGMENTS}) {
      store
          .irregularities(prefix)
          .forEach(each ->
              findings.add(
                  new ManifestFinding(
                      ManifestFinding.Kind.IRREGULAR,
                      each.key(),
                      each.kind().name().toLowerCase(Locale.ROOT) + ": " + each.detail())));
    }
    return findings;
  }
}
