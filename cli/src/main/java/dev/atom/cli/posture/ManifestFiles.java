// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.posture;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.posture.manifest.ManifestReader;
import dev.atom.posture.manifest.ManifestSet;
import dev.atom.posture.manifest.Place;
import dev.atom.posture.manifest.ReadBounds;
import dev.atom.posture.manifest.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/// Reads the objects in the paths that a command names: files, folders with all below them,
/// standard input.
///
/// A path that is not there is wrong usage; a file that cannot be read is [Unreadable] like one
/// that is broken. Files of a folder come in the order of their names. Hidden folders are left out.
final class ManifestFiles {
  private static final ReadBounds BOUNDS = ReadBounds.USUAL;

  private final Console console;
  private final ManifestReader reader;
  private final List<ManifestSet> sets = new ArrayList<>();

  private ManifestFiles(Console console, String namespace) {
    this.console = console;
    this.reader = new ManifestReader(BOUNDS, namespace);
  }

  /// What `paths` hold; objects that do not say where they live are in `default`.
  static ManifestSet read(List<String> paths, Console console) {
    return read(paths, "default", console);
  }

  /// What `paths` hold; objects that do not say where they live are in `namespace`.
  static ManifestSet read(List<String> paths, String namespace, Console console) {
    var files = new ManifestFiles(console, namespace);
    paths.forEach(files::add);
    return ManifestSet.all(files.sets);
  }

  private void add(String path) {
    if (path.equals("-")) {
      add("-", console.in(), Long.MAX_VALUE);
      return;
    }
    Path named = Path.of(path);
    if (!Files.exists(named)) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "there is no " + path + ": name a file, a folder, or -");
    }
    if (!Files.isDirectory(named)) {
      file(named);
      return;
    }
    List<Path> files = below(named);
    if (files.isEmpty()) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "there is no .yaml, .yml or .json file in the folder " + path);
    }
    files.forEach(this::file);
  }

  private List<Path> below(Path folder) {
    List<Path> found = new ArrayList<>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
            return !below.equals(folder) && name(below).startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isManifest(name(file))) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            unreadable(file.toString(), e);
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    } catch (IOException e) {
      unreadable(folder.toString(), e);
    }
    Collections.sort(found);
    return found;
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static boolean isManifest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
  }

  private void file(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      add(file.toString(), in, Files.size(file));
    } catch (IOException e) {
      unreadable(file.toString(), e);
    }
  }

  /// Reads one byte more than is allowed, so that the reader sees that it is too much.
  private void add(String name, InputStream in, long size) {
    try {
      if (size != Long.MAX_VALUE && size > BOUNDS.bytesMax()) {
        refuse(
            name,
            "the file has "
                + size
                + " bytes, more than the "
                + BOUNDS.bytesMax()
                + " that are read of one: split it");
        return;
      }
      sets.add(reader.read(name, in.readNBytes((int) BOUNDS.bytesMax() + 1)));
    } catch (IOException e) {
      unreadable(name, e);
    }
  }

  private void unreadable(String name, IOException e) {
    refuse(name, "the file cannot be read: " + e.getMessage());
  }

  private void refuse(String name, String why) {
    sets.add(new ManifestSet(List.of(), List.of(new Unreadable(new Place(name, 0, 0), why))));
  }
}
