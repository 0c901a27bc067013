// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.archiver.stream.ArchivedTrail;
import dev.atom.archiver.stream.TrailCheck;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.JsonLinesEntrySource;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.Verification;
import dev.atom.audit.verify.Verification.Flaw;
import dev.atom.audit.verify.Verification.FlawKind;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Checks the archived batches of the stream `atom.audit` alone, without the database.
@Command(
    name = "check-archive",
    description = {
      "Check the archived batches of the trail's stream, without the database.",
      "Exit 0 when they are OK, 1 when TAMPERED or INCOMPLETE, 2 when UNVERIFIABLE."
    },
    footer = {
      "",
      "Without --key-file: that no entry is missing, each names the one before it, and what stands",
      "there twice is the same. With the chain's secrets its hashes are recomputed too.",
      "",
      "Examples:",
      "  ./atom audit check-archive --from /var/atom/archive",
      "  ./atom audit check-archive --from s3://atom-audit --key-file secret --json"
    })
public final class AuditCheckArchive implements Callable<Integer> {
  private static final String MODE = "archive";

  private final Console console;
  @Mixin private S3Options s3 = new S3Options();

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      required = true,
      description = "A folder, or s3://BUCKET/PREFIX.")
  private String from = "";

  @Option(
      names = {"--key-file", "--vault"},
      paramLabel = "FILE",
      description = "File with chain secrets, one a line; repeat it.")
  private List<Path> keyFiles = List.of();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AuditCheckArchive(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ExportPlace place = place()) {
      var trail = new ArchivedTrail(place.store());
      return keyFiles.isEmpty() ? tell(trail.check()) : hashed(trail);
    }
  }

  private ExportPlace place() {
    if (S3Options.names(from)) {
      return new ExportPlace.Bucket(s3.open(from, console.environment()));
    }
    if (!Files.isDirectory(Path.of(from))) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--from: " + from + " is no folder");
    }
    return new ExportPlace.Folder(Path.of(from), console.clock());
  }

  private int hashed(ArchivedTrail trail) {
    var keys = KeyRing.of(keyFiles.stream().map(PrivateFiles::read).map(Secret::of).toList());
    try {
      Path export = Files.createTempFile("atom-archive-", ".jsonl");
      try {
        TrailCheck checked;
        try (var out = Files.newBufferedWriter(export)) {
          checked = trail.write(out);
        }
        if (checked instanceof TrailCheck.Whole whole) {
          var plan = Plan.of(keys).from(whole.firstSeq(), Long.MAX_VALUE);
          var found = ChainVerifier.verify(new JsonLinesEntrySource(export), plan);
          return found instanceof Verification.Ok ? tell(checked) : report(found);
        }
        return tell(checked);
      } finally {
        Files.delete(export);
      }
    } catch (IOException e) {
      throw new AtomException(ErrorCode.INTERNAL, "files cannot be written here: " + e, e);
    }
  }

  private int report(Verification found) {
    return new VerdictReport(console, json).tell(MODE, found);
  }

  private int tell(TrailCheck found) {
    return switch (found) {
      case TrailCheck.Whole whole -> whole(whole);
      case TrailCheck.Tampered(long seq, String object, String why) ->
          report(
              new Verification.Tampered(
                  flaw(
                      seq == 0 ? FlawKind.MALFORMED : FlawKind.LINK,
                      seq,
                      why,
                      "the next entry",
                      object)));
      case TrailCheck.Incomplete(long first, long last) ->
          report(
              new Verification.Incomplete(
                  flaw(
                      FlawKind.NUMBER,
                      first,
                      "entries are missing",
                      "entries " + first + " to " + last,
                      "none of them")));
      case TrailCheck.Empty _ ->
          report(
              new Verification.Incomplete(
                  flaw(FlawKind.NUMBER, 0, "no batch of atom.audit is there", "some", "none")));
    };
  }

  private int whole(TrailCheck.Whole whole) {
    boolean hashes = !keyFiles.isEmpty();
    if (json) {
      console.printJson(
          Json.object()
              .put("verdict", "OK")
              .put("mode", MODE)
              .put("entries", whole.lastSeq() - whole.firstSeq() + 1)
              .put("first", whole.firstSeq())
              .put("last", whole.lastSeq())
              .put("duplicates", whole.duplicates())
              .put("hashes_checked", hashes));
    } else {
      console.print(
          "OK: entries %d to %d are there, each after the one it names; %d stand there twice; hashes %s"
              .formatted(
                  whole.firstSeq(),
                  whole.lastSeq(),
                  whole.duplicates(),
                  hashes ? "checked" : "not checked: give --key-file"));
    }
    return ExitCodes.DONE;
  }

  private static Flaw flaw(FlawKind kind, long seq, String why, String expected, String found) {
    return new Flaw(kind, 0, seq, why, expected, found);
  }
}
