// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A path with named parts, as in `/api/domains/{d}`. A name matches exactly one non-empty segment.
///
/// @param text the written form
/// @param segments its parts between slashes
public record PathTemplate(String text, List<String> segments) {

  public PathTemplate {
    segments = List.copyOf(segments);
  }

  /// Reads the written form.
  public static PathTemplate of(String text) {
    return new PathTemplate(text, split(text));
  }

  /// The names in braces, in order.
  public List<String> names() {
    return segments.stream().filter(s -> s.startsWith("{")).map(PathTemplate::name).toList();
  }

  /// The values of the names when `path` has this shape. Segments are percent-decoded after the
  /// path was cut, so an encoded slash stays inside its segment.
  public Optional<Map<String, String>> match(String path) {
    var parts = split(path);
    if (parts.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      var segment = segments.get(i);
      if (!segment.startsWith("{")) {
        if (!segment.equals(parts.get(i))) {
          return Optional.empty();
        }
      } else {
        var value = decode(parts.get(i));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.put(name(segment), value.get());
      }
    }
    return Optional.of(values);
  }

  private static Optional<String> decode(String segment) {
    try {
      var text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
      return text.isEmpty() || !Storable.is(text) ? Optional.empty() : Optional.of(text);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String name(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  private static List<String> split(String path) {
    List<String> parts = new ArrayList<>();
    int from = 1;
    for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', from)) {
      parts.add(path.substring(from, slash));
      from = slash + 1;
    }
    parts.add(path.substring(Math.min(from, path.length())));
    return parts;
  }
}
