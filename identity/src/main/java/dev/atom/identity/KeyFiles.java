// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Walks the given places and has the first part of every readable file judged. Links are followed,
/// as Kubernetes mounts are made of them; a file reached twice is judged once.
final class KeyFiles {
  private static final int DEPTH_MAX = 16;
  private static final int FILES_MAX = 20_000;
  private static final int HEAD_MAX = 1 << 20;

  private final PrivateKeyMatcher matcher;
  private final Map<String, String> found;
  private final Set<Path> seen = new HashSet<>();

  KeyFiles(PrivateKeyMatcher matcher, Map<String, String> found) {
    this.matcher = matcher;
    this.found = found;
  }

  void scan(List<Path> places) {
    for (Path place : places) {
      try {
        Files.walkFileTree(place, Set.of(FileVisitOption.FOLLOW_LINKS), DEPTH_MAX, new Visitor());
      } catch (IOException e) {
        found.put(place.toString(), "cannot be looked through (" + e + ")");
      }
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isDirectory()) {
        found.put(file.toString(), "lies deeper than is looked; name a smaller folder");
        return FileVisitResult.CONTINUE;
      }
      if (!attributes.isRegularFile() || !seen.add(file.toRealPath())) {
        return FileVisitResult.CONTINUE;
      }
      if (seen.size() > FILES_MAX) {
        found.put(file.toString(), "more files than are looked through; name a smaller folder");
        return FileVisitResult.TERMINATE;
      }
      judge(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
      return FileVisitResult.CONTINUE; // absent, or not readable to this process: no risk from here
    }
  }

  private void judge(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      matcher.judge(in.readNBytes(HEAD_MAX)).ifPresent(what -> found.put(file.toString(), what));
    } catch (IOException unreadable) {
      // not readable to this process: no risk from here
    }
  }
}
