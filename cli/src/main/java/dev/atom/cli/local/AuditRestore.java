// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.archiver.export.ZstdFiles;
import dev.atom.archiver.restore.Restore;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.export.ExportVerifier.Report;
import dev.atom.audit.store.RestoredTable;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Brings an archive back into a read-only table, after all of it was verified.
@Command(
    name = "restore",
    description = {
      "Put the entries of an archive into a read-only table.",
      "Exit 0 when they are there, 1 when the archive is not as it was signed: nothing is restored."
    },
    footer = {
      "",
      "Needs the archive, a database and the public key of the log; the database that the entries",
      "came from need not be there. With the chain's secrets, its hashes are recomputed too.",
      "",
      "Examples:",
      "  ./atom audit restore --from /mnt/archive --into \"$URL\" --vkey log.vkey",
      "  ./atom audit restore --from copy --into \"$URL\" --table audit_2026 --json"
    })
public final class AuditRestore implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();
  @Mixin private S3Options s3 = new S3Options();

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      required = true,
      description = "The archive, a folder or s3://BUCKET/PREFIX: manifests/ and segments/.")
  private String from = "";

  @Option(
      names = "--into",
      paramLabel = "URL",
      required = true,
      description = "libpq URL of a role that may make tables.")
  private String into = "";

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "A table that is not there (${DEFAULT-VALUE}).",
      defaultValue = RestoredTable.NAME)
  private String table = "";

  @Option(
      names = "--vkey",
      paramLabel = "KEY",
      required = true,
      description = "Public key of the log, or a file with it; repeat it.")
  private List<String> vkeys = List.of();

  @Option(
      names = {"--key-file", "--vault"},
      paramLabel = "FILE",
      description = "File with chain secrets, one a line; repeat it (default: the instance's).")
  private List<Path> keyFiles = List.of();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AuditRestore(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<VerifierKey> keys = TrustedCheckpoint.keys(vkeys);
    try (var place = place();
        var database = Database.open(url(), "audit-restore", 1)) {
      var target = new RestoredTable(database, table);
      Path work = Files.createTempDirectory("atom-restore-");
      try {
        return tell(new Restore(place.source(), new ZstdFiles(work), keys, secrets()).into(target));
      } finally {
        remove(work);
      }
    } catch (IOException e) {
      throw new AtomException(ErrorCode.INTERNAL, "files cannot be unpacked here: " + e, e);
    }
  }

  private ExportPlace place() throws IOException {
    ExportPlace place =
        S3Options.names(from)
            ? new ExportPlace.Bucket(s3.open(from, console.environment()))
            : new ExportPlace.Folder(Path.of(from), console.clock());
    if (!place.exports()) {
      place.close();
      throw new AtomException(
          ErrorCode.NOT_FOUND, from + " holds no archive: there is no folder manifests in it");
    }
    return place;
  }

  private static void remove(Path work) throws IOException {
    try (Stream<Path> all = Files.walk(work)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private PostgresUrl url() {
    try {
      return PostgresUrl.parse(into);
    } catch (IllegalArgumentException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--into: " + e.getMessage(), e);
    }
  }

  private Optional<KeyRing> secrets() {
    List<Path> files = new ArrayList<>(keyFiles);
    if (files.isEmpty()) {
      var folder = new DataFolder(data.folder(console.environment()));
      Stream.of(folder.hmacSecret(), folder.hmacVault()).filter(Files::exists).forEach(files::add);
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(KeyRing.of(files.stream().map(PrivateFiles::read).map(Secret::of).toList()));
  }

  private int tell(Restore.Outcome outcome) {
    return switch (outcome) {
      case Restore.Outcome.Restored(Report report, long entries) -> {
        int days = report.manifests().size();
        show(
            Json.object()
                .put("verdict", "OK")
                .put("table", table)
                .put("entries", entries)
                .put("days", days)
                .put("first_day", report.manifests().getFirst().period().day().toString())
                .put("last_day", report.manifests().getLast().period().day().toString()),
            "OK: %d entries of %d days are in %s".formatted(entries, days, table));
        yield ExitCodes.DONE;
      }
      case Restore.Outcome.Refused(Report report) -> refused(report);
    };
  }

  private int refused(Report report) {
    String why = why(report);
    boolean unknown = report.chain().orElse(null) instanceof Verification.Unverifiable;
    String verdict = unknown && report.findings().isEmpty() ? "UNVERIFIABLE" : "TAMPERED";
    show(
        Json.object().put("verdict", verdict).put("entries", 0).put("why", why),
        verdict + ", nothing was restored: " + why);
    return verdict.equals("TAMPERED") ? ExitCodes.NEGATIVE : ExitCodes.CANNOT_JUDGE;
  }

  private static String why(Report report) {
    if (!report.findings().isEmpty()) {
      var first = report.findings().getFirst();
      return first.where() + ": " + first.why();
    }
    @Nullable Verification chain = report.chain().orElse(null);
    return switch (chain) {
      case Verification.Tampered(var flaw) -> "entry " + flaw.seq() + ": " + flaw.why();
      case Verification.Incomplete(var flaw) -> "entry " + flaw.seq() + ": " + flaw.why();
      case Verification.Unverifiable(var flaw) -> "entry " + flaw.seq() + ": " + flaw.why();
      case Verification.Ok _ -> "there is no signed manifest";
      case null -> "there is no signed manifest";
    };
  }

  private void show(ObjectNode document, String line) {
    if (json) {
      console.printJson(document);
    } else {
      console.print(line);
    }
  }
}
