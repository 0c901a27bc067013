// SPDX-License-Identifier: Apache-2.0
package dev.atom.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads a policy folder as one moment saw it.
///
/// Two layouts: `base` and `custom` with everything beneath them, or rule files directly in the
/// folder, as a mounted ConfigMap has them. Hidden names are skipped, so the `..data` link and its
/// targets are not read twice. When a `..data` link changes meanwhile, everything is read again.
final class PolicyFolderReader {
  private static final int FILE_MAX = 1 << 20;
  private static final int FILES_MAX = 1000;
  private static final int DEPTH_MAX = 8;
  private static final int ATTEMPTS = 5;
  private static final String SUFFIX = ".rego";
  private static final String TEST_SUFFIX = "_test.rego";

  private final Path root;
  private final boolean withTests;
  private final SortedMap<String, byte[]> files = new TreeMap<>();

  private PolicyFolderReader(Path root, boolean withTests) {
    this.root = root;
    this.withTests = withTests;
  }

  static SortedMap<String, byte[]> read(Path root, boolean withTests) throws IOException {
    IOException last = new IOException(root + " changed while it was read");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<Path> before = links(root);
      try {
        var reader = new PolicyFolderReader(root, withTests);
        reader.readAll();
        if (before.equals(links(root))) {
          return reader.files;
        }
      } catch (IOException e) {
        last = e;
        if (before.equals(links(root))) {
          break;
        }
      }
    }
    throw last;
  }

  /// Where the `..data` links of the folder and its two parts point now.
  private static List<Path> links(Path root) throws IOException {
    List<Path> targets = new ArrayList<>();
    for (Path folder : List.of(root, root.resolve("base"), root.resolve("custom"))) {
      Path link = folder.resolve("..data");
      if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        targets.add(Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : link);
      }
    }
    return targets;
  }

  private void readAll() throws IOException {
    Path base = root.resolve("base");
    Path custom = root.resolve("custom");
    boolean inParts = Files.isDirectory(base) || Files.isDirectory(custom);
    for (Path entry : list(root)) {
      readTop(entry, inParts);
    }
    if (inParts) {
      readTree(base, 0);
      readTree(custom, 0);
    }
    if (withTests) {
      readTree(root.resolve("tests"), 0);
    }
  }

  private void readTop(Path entry, boolean inParts) throws IOException {
    String name = name(entry);
    if (name.equals(PolicyFiles.DATA)) {
      add(entry);
    } else if (isRule(name)) {
      if (inParts) {
        // ignoring it would leave a rule out in silence
        throw new IOException(
            entry + " lies beside base and custom and would not be loaded: move it into custom");
      }
      add(entry);
    }
  }

  private void readTree(Path folder, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    if (depth > DEPTH_MAX) {
      throw new IOException(folder + " lies more than " + DEPTH_MAX + " folders deep");
    }
    for (Path entry : list(folder)) {
      if (Files.isDirectory(entry)) {
        if (withTests || !name(entry).equals("tests")) {
          readTree(entry, depth + 1);
        }
      } else if (isRule(name(entry))) {
        add(entry);
      }
    }
  }

  private boolean isRule(String name) {
    return name.endsWith(SUFFIX) && (withTests || !name.endsWith(TEST_SUFFIX));
  }

  private void add(Path file) throws IOException {
    if (files.size() >= FILES_MAX) {
      throw new IOException(root + " holds more than " + FILES_MAX + " policy files");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a readable file"); // a pipe would wait for ever
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_MAX + 1);
      if (bytes.length > FILE_MAX) {
        throw new IOException(file + " is larger than 1 MiB");
      }
      files.put(root.relativize(file).toString().replace('\\', '/'), bytes);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !name(entry).startsWith(".")).sorted().toList();
    }
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }
}
