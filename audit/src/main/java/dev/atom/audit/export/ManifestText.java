// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.export.Manifest.Period;
import dev.atom.audit.export.Manifest.Segment;
import dev.atom.audit.export.Manifest.Span;
import dev.atom.audit.export.Manifest.Tree;
import dev.atom.audit.tree.TreeHash;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The text of a manifest's note: canonical JSON and a line feed.
public final class ManifestText {
  private static final String FORMAT = "atom-audit-manifest-1";
  private static final int MEMBERS = 15;

  private ManifestText() {}

  /// The text that is signed.
  public static String write(Manifest manifest) {
    Map<String, Object> m = new TreeMap<>();
    m.put("format", FORMAT);
    m.put("origin", manifest.origin());
    m.put("day", manifest.period().day().toString());
    m.put("period_start", manifest.period().start().toString());
    m.put("period_end", manifest.period().end().toString());
    m.put("first_seq", manifest.span().firstSeq());
    m.put("last_seq", manifest.span().lastSeq());
    m.put("count", manifest.span().count());
    m.put("first_prev_hash", manifest.span().firstPrevHash());
    m.put("last_chain_hash", manifest.span().lastChainHash());
    m.put("segments", manifest.segments().stream().map(ManifestText::segment).toList());
    m.put("files", manifest.files().stream().map(ManifestText::file).toList());
    m.put("frontier", hashes(manifest.tree().frontier()));
    m.put("checkpoint", manifest.tree().checkpoint());
    m.put("consistency", hashes(manifest.tree().consistency()));
    m.put("previous", manifest.previous());
    return CanonicalJson.write(m) + "\n";
  }

  private static Object segment(Segment s) {
    return Map.of("segment", s.segment(), "key_id", s.keyId(), "opened_at", s.openedAt());
  }

  private static Object file(ExportFile f) {
    return Map.of(
        "name", f.name(),
        "segment", f.segment(),
        "first_seq", f.firstSeq(),
        "last_seq", f.lastSeq(),
        "length", f.length(),
        "sha256", f.sha256(),
        "version", f.version());
  }

  private static List<String> hashes(List<TreeHash> hashes) {
    return hashes.stream().map(TreeHash::hex).toList();
  }

  /// Reads the text of a note.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  public static Manifest read(String text) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the line does not end");
    }
    Map<?, ?> m = CanonicalJson.readObject(text.substring(0, text.length() - 1));
    if (!FORMAT.equals(m.get("format")) || m.size() != MEMBERS + 1) {
      throw new IllegalArgumentException("it is no " + FORMAT);
    }
    try {
      var manifest = manifest(m);
      if (number(m, "count") != manifest.span().count() || manifest.span().count() < 0) {
        throw new IllegalArgumentException("count is not that of its entries");
      }
      return manifest;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("a time in it is none: " + e.getMessage(), e);
    }
  }

  private static Manifest manifest(Map<?, ?> m) {
    return new Manifest(
        string(m, "origin"),
        new Period(
            LocalDate.parse(string(m, "day")),
            Instant.parse(string(m, "period_start")),
            Instant.parse(string(m, "period_end"))),
        new Span(
            number(m, "first_seq"),
            number(m, "last_seq"),
            string(m, "first_prev_hash"),
            string(m, "last_chain_hash")),
        objects(m, "segments").stream()
            .map(
                s -> new Segment(number(s, "segment"), string(s, "key_id"), number(s, "opened_at")))
            .toList(),
        objects(m, "files").stream().map(ManifestText::readFile).toList(),
        new Tree(readHashes(m, "frontier"), string(m, "checkpoint"), readHashes(m, "consistency")),
        string(m, "previous"));
  }

  private static ExportFile readFile(Map<?, ?> f) {
    return new ExportFile(
        string(f, "name"),
        number(f, "segment"),
        number(f, "first_seq"),
        number(f, "last_seq"),
        number(f, "length"),
        string(f, "sha256"),
        string(f, "version"));
  }

  private static List<TreeHash> readHashes(Map<?, ?> m, String name) {
    return list(m, name).stream()
        .map(each -> {
          if (each instanceof String hex) {
            return TreeHash.of(HexFormat.of().parseHex(hex));
          }
          throw new IllegalArgumentException(name + " holds something else than hashes");
        })
        .toList();
  }

  private static List<? extends Map<?, ?>> objects(Map<?, ?> m, String name) {
    return list(m, name).stream()
        .map(each -> {
          if (each instanceof Map<?, ?> object) {
            return object;
          }
          throw new IllegalArgumentException(name + " holds something else than objects");
        })
        .toList();
  }

  private static List<?> list(Map<?, ?> m, String name) {
    if (m.get(name) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(name + " is no list");
  }

  private static String string(Map<?, ?> m, String name) {
    if (m.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is no text");
  }

  private static long number(Map<?, ?> m, String name) {
    if (m.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException(name + " is no whole number");
  }
}
