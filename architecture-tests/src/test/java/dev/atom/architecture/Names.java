// SPDX-License-Identifier: Apache-2.0
package dev.atom.architecture;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What the names in documents can stand for: types of the product and its tests, their methods,
/// and types of libraries that compiled code mentions.
final class Names {
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
  private static final Pattern METHOD = Pattern.compile("\\b(\\w+)\\s*\\(");

  private final Map<String, Path> files = new HashMap<>();
  private final Set<String> foreign = new HashSet<>();
  private final Map<Path, String> texts = new HashMap<>();

  Names() {
    for (Path file : Repository.allSources()) {
      String text = Repository.read(file);
      texts.put(file, text);
      var matcher = TYPE.matcher(text);
      while (matcher.find()) {
        files.putIfAbsent(matcher.group(1), file);
      }
    }
    for (CompiledClass type : CompiledClasses.main()) {
      for (String used : type.types()) {
        foreign.add(used.substring(Math.max(used.lastIndexOf('.'), used.lastIndexOf('$')) + 1));
      }
    }
  }

  /// Whether a type of this simple name exists in the sources, or in a library that we use.
  boolean isType(String simpleName) {
    return files.containsKey(simpleName) || foreign.contains(simpleName);
  }

  /// Whether the file that declares `type` says `word` somewhere; true for foreign types.
  boolean mentions(String type, String word) {
    Path file = files.get(type);
    return file == null
        ? foreign.contains(type)
        : Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(text(file)).find();
  }

  /// Whether a test file of `room` declares this method; a room's tests may stand in another room.
  boolean isTestMethod(String method) {
    return texts.entrySet().stream()
        .filter(entry -> entry.getKey().toString().contains("/src/test/"))
        .anyMatch(entry -> declares(entry.getValue(), method));
  }

  /// Whether `type` declares `method`.
  boolean isMethodOf(String type, String method) {
    Path file = files.get(type);
    return file != null && declares(text(file), method);
  }

  Set<Path> sources() {
    return texts.keySet();
  }

  String text(Path file) {
    return requireNonNull(texts.get(file), "not a source file");
  }

  /// Main sources only.
  List<Path> mainSources() {
    return texts.keySet().stream()
        .filter(file -> file.toString().contains("/src/main/"))
        .sorted()
        .toList();
  }

  private static boolean declares(String text, String method) {
    var matcher = METHOD.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(method)) {
        return true;
      }
    }
    return false;
  }
}
