// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.cli.Json;
import dev.atom.posture.triage.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes a bundle: cleaned files, a record for each part, and the bundle's own with a digest of
/// each file. A file in which something still looks like a secret is not written.
final class BundleWriter {
  private static final int SCHEMA = 1;

  private final Path folder;
  private final About about;
  private final long bytesMax;
  private long bytes;
  private boolean failed;

  /// What a bundle is about.
  ///
  /// @param incident its id; empty without
  record About(
      String run, String incident, String cluster, String namespace, String workload, Instant at) {}

  /// @param folder of this bundle alone
  /// @param bytesMax of all files together
  BundleWriter(Path folder, About about, long bytesMax) {
    this.folder = folder;
    this.about = about;
    this.bytesMax = bytesMax;
  }

  /// Collects and writes everything.
  ///
  /// @return whether every part is complete
  boolean write(BundleSource source) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      ArrayNode parts = Json.object().putArray("parts");
      for (Category category : Category.values()) {
        if (source.categories().contains(category)) {
          parts.add(part(category, source.collect(category)));
        }
      }
      ObjectNode bundle = head();
      bundle.put("status", failed ? "failed" : "ok");
      bundle.put("bytes", bytes);
      bundle.set("parts", parts);
      Files.writeString(folder.resolve("bundle.json"), Json.pretty(bundle) + "\n");
      return !failed;
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "the bundle " + folder + " cannot be written: " + e.getMessage(),
          e);
    }
  }

  private ObjectNode head() {
    return Json.object()
        .put("schema_version", SCHEMA)
        .put("run_id", about.run())
        .put("incident_id", about.incident())
        .put("cluster", about.cluster())
        .put("namespace", about.namespace())
        .put("workload", about.workload())
        .put("collected_at", about.at().toString());
  }

  private ObjectNode part(Category category, List<Collected> collected) throws IOException {
    List<String> problems = new ArrayList<>();
    ArrayNode files = Json.object().putArray("files");
    int number = 0;
    for (Collected one : collected) {
      switch (one) {
        case Collected.Text(var name, var origin, var text) ->
            file(category, number++, name, "txt", origin, CleanText.of(text), files, problems);
        case Collected.Objects(var name, var origin, var raw) -> {
          var clean = CleanObjects.of(name, raw.getBytes(StandardCharsets.UTF_8));
          String text = Redaction.clean(clean.text());
          file(category, number++, name, "json", origin, text, files, problems);
          if (clean.unreadable() > 0) {
            problems.add(origin + ": " + clean.unreadable() + " documents cannot be read");
          }
        }
        case Collected.Failed(var origin, var why) ->
            problems.add(Redaction.clean(origin + ": " + why));
      }
    }
    if (files.isEmpty()) {
      // a record names one file at least: this one says why there is no other
      String why = String.join("\n", problems) + "\n";
      file(category, 0, "error", "txt", "atom", why, files, problems);
    }
    return record(category, files, problems);
  }

  private ObjectNode record(Category category, ArrayNode files, List<String> problems)
      throws IOException {
    failed |= !problems.isEmpty();
    ObjectNode record = head();
    record.put("category", category.word());
    record.put("status", problems.isEmpty() ? "ok" : "failed");
    record.set("files", files);
    problems.forEach(record.putArray("problems")::add);
    Files.writeString(folder.resolve(category.word() + ".record.json"), Json.pretty(record) + "\n");
    return record;
  }

  private void file(
      Category category,
      int number,
      String name,
      String ending,
      String origin,
      String text,
      ArrayNode files,
      List<String> problems)
      throws IOException {
    List<Redaction.Leak> leaks = Redaction.leaks(text);
    if (!leaks.isEmpty()) {
      var first = leaks.getFirst();
      problems.add(
          origin + ": not written, line " + first.line() + " still looks like a " + first.shape());
      return;
    }
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    boolean cut = bytes + content.length > bytesMax;
    if (cut) {
      content = end(content, bytesMax - bytes);
      problems.add(origin + ": cut, the bundle has " + bytesMax + " bytes at most");
    }
    bytes += content.length;
    String called =
        "%s-%s-%s-%d-%s.%s"
            .formatted(
                category.word(),
                plain(about.namespace()),
                plain(about.workload()),
                number,
                plain(name),
                ending);
    Files.write(folder.resolve(called), content);
    files
        .addObject()
        .put("name", called)
        .put("origin", Redaction.clean(origin))
        .put("bytes", content.length)
        .put("sha256", Sha256.hex(content))
        .put("cut", cut);
  }

  /// The last bytes, from the beginning of a line.
  private static byte[] end(byte[] content, long most) {
    int from = (int) (content.length - Math.max(0, most));
    while (from < content.length && from > 0 && content[from - 1] != '\n') {
      from++;
    }
    return java.util.Arrays.copyOfRange(content, from, content.length);
  }

  /// What may stand in a file name.
  private static String plain(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "_");
    return plain.isEmpty() ? "all" : plain.substring(0, Math.min(60, plain.length()));
  }
}
