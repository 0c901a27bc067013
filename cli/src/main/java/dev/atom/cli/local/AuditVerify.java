// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.export.ExportVerifier;
import dev.atom.audit.export.SignedRemovals;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.EntrySource;
import dev.atom.audit.verify.JsonLinesEntrySource;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.RemovalCheck;
import dev.atom.audit.verify.RootCheck;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Checks the audit trail here, trusting neither studio nor the database: the chain with its
/// secrets, the tree with a checkpoint and a public key.
@Command(
    name = "verify",
    description = {
      "Check the audit trail.",
      "Exit 0 when it is OK, 1 when TAMPERED or INCOMPLETE, 2 when UNVERIFIABLE."
    },
    footer = {
      "",
      "Reads the database itself with the read-only role; studio is not asked.",
      "The checkpoint and the key must come from outside the database.",
      "",
      "Examples:",
      "  ./atom audit verify",
      "  ./atom audit verify --mode public --checkpoint checkpoint --vkey log.vkey",
      "  ./atom audit verify --database \"$URL\" --key-file /etc/atom/platform_hmac_secret",
      "  ./atom audit verify --file chain.jsonl --key-file secret --vault old-secrets",
      "  ./atom audit verify --export /mnt/copy --vkey log.vkey --checkpoint kept --until 2026-11-21",
      "  ./atom audit verify --export s3://atom-audit --s3-endpoint \"$S3\" --vkey log.vkey"
    })
public final class AuditVerify implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();
  @Mixin private S3Options s3 = new S3Options();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "chain, public or both (chain; both with a checkpoint).")
  private @Nullable Mode mode;

  @Option(names = "--database", paramLabel = "URL", description = "libpq URL (default: instance).")
  private @Nullable String database;

  @Option(names = "--file", paramLabel = "FILE", description = "An export instead of a database.")
  private @Nullable Path file;

  @Option(
      names = "--export",
      paramLabel = "PLACE",
      description = {
        "A published log, nightly exports, or both: a folder, or s3://BUCKET/PREFIX.",
        "No secret, no database needed."
      })
  private @Nullable String export;

  @Option(
      names = "--until",
      paramLabel = "DAY",
      description = "The last day that must have a nightly export (not looked at).")
  private @Nullable LocalDate until;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File with chain secrets, one a line; repeat it (default: the instance's).")
  private List<Path> keyFiles = List.of();

  @Option(
      names = "--vault",
      paramLabel = "FILE",
      description =
          "File with the secrets of earlier segments (default: the instance's, if there).")
  private List<Path> vaults = List.of();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Signed head of the tree, kept outside the database.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--vkey",
      paramLabel = "KEY",
      description =
          "Public key of the log, or of a witness that must have confirmed it, or a file with it;"
              + " repeat it.")
  private List<String> vkeys = List.of();

  @Option(names = "--from", paramLabel = "ID", description = "First entry to check (1).")
  private long from = 1;

  @Option(names = "--to", paramLabel = "ID", description = "Last entry to check (the last).")
  private long to = Long.MAX_VALUE;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (one a processor).")
  private int threads = Math.min(64, Runtime.getRuntime().availableProcessors());

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AuditVerify(Console console) {
    this.console = console;
  }

  /// What is checked.
  enum Mode {
    CHAIN,
    PUBLIC,
    BOTH
  }

  @Override
  public Integer call() {
    if (from < 1 || to < from) {
      throw usage("entries " + from + " to " + to + " are no range");
    }
    var folder = new DataFolder(data.folder(console.environment()));
    if (export != null) {
      return exported(folder, export);
    }
    Mode wanted = mode != null ? mode : checkpoint == null ? Mode.CHAIN : Mode.BOTH;
    Optional<KeyRing> keys = wanted == Mode.PUBLIC ? Optional.empty() : Optional.of(keys(folder));
    Optional<RootCheck> root =
        wanted == Mode.CHAIN ? Optional.empty() : Optional.of(new RootCheck(trusted()));
    var progress = new VerifyProgress(console);
    Optional<RemovalCheck> removals =
        vkeys.isEmpty()
            ? Optional.empty()
            : Optional.of(new SignedRemovals(TrustedCheckpoint.keys(vkeys)));
    var plan = new Plan(from, to, keys, root.map(r -> r), removals, Math.max(1, threads), progress);
    Verification found = verify(folder, plan);
    progress.end();
    if (found instanceof Verification.Ok) {
      found = root.flatMap(RootCheck::finding).orElse(found);
    }
    return new VerdictReport(console, json).tell(wanted.name().toLowerCase(Locale.ROOT), found);
  }

  /// What lies in a place, against keys from outside of it; the database is not asked.
  private int exported(DataFolder folder, String place) {
    if (vkeys.isEmpty() || mode == Mode.CHAIN) {
      throw usage("--export needs the --vkey of the log, and --mode public or both");
    }
    try (var opened = opened(place)) {
      return exported(folder, opened);
    }
  }

  private ExportPlace opened(String place) {
    if (S3Options.names(place)) {
      return new ExportPlace.Bucket(s3.open(place, console.environment()));
    }
    if (!Files.isDirectory(Path.of(place))) {
      throw usage("--export: " + place + " is no folder");
    }
    return new ExportPlace.Folder(Path.of(place), console.clock());
  }

  private int exported(DataFolder folder, ExportPlace place) {
    var progress = new VerifyProgress(console);
    var check =
        new ExportCheck(
            place,
            new ExportVerifier.With(
                TrustedCheckpoint.keys(vkeys),
                mode == Mode.BOTH ? Optional.of(keys(folder)) : Optional.empty(),
                Optional.ofNullable(checkpoint).map(kept -> TrustedCheckpoint.read(kept, vkeys)),
                Optional.ofNullable(until),
                Math.max(1, threads),
                progress),
            Optional.ofNullable(checkpoint));
    var found = check.run();
    progress.end();
    var report = new VerdictReport(console, json);
    String told = mode == Mode.BOTH ? "both" : "public";
    return switch (found) {
      case ExportCheck.Result.Published(var log, long exported) -> report.tell(told, log, exported);
      case ExportCheck.Result.Judged(var verdict) -> report.tell(told, verdict);
    };
  }

  private Verification verify(DataFolder folder, Plan plan) {
    if (file != null) {
      return ChainVerifier.verify(new JsonLinesEntrySource(file), plan);
    }
    try (var source = Database.open(url(folder), "audit-verify", 1)) {
      EntrySource entries = new PostgresEntrySource(source);
      return ChainVerifier.verify(entries, plan);
    }
  }

  private Checkpoint trusted() {
    if (checkpoint == null || vkeys.isEmpty()) {
      throw usage("public mode needs a --checkpoint and the --vkey of the log");
    }
    if (from != 1 || to != Long.MAX_VALUE) {
      throw usage("the tree is over all entries: leave out --from and --to in public mode");
    }
    return TrustedCheckpoint.read(checkpoint, vkeys);
  }

  private KeyRing keys(DataFolder folder) {
    List<Path> files =
        new ArrayList<>(keyFiles.isEmpty() ? List.of(folder.hmacSecret()) : keyFiles);
    files.addAll(vaults);
    if (vaults.isEmpty() && keyFiles.isEmpty() && Files.exists(folder.hmacVault())) {
      files.add(folder.hmacVault());
    }
    return KeyRing.of(files.stream().map(PrivateFiles::read).map(Secret::of).toList());
  }

  private PostgresUrl url(DataFolder folder) {
    if (database != null) {
      try {
        return PostgresUrl.parse(database);
      } catch (IllegalArgumentException e) {
        throw new AtomException(ErrorCode.BAD_REQUEST, "--database: " + e.getMessage(), e);
      }
    }
    return InstanceState.read(folder)
        .map(state -> PostgresUrl.parse(state.database()))
        .orElseThrow(() ->
            new AtomException(
                ErrorCode.DEPENDENCY_UNAVAILABLE,
                "there is no instance in " + folder.root() + ": name a --database"));
  }

  private static AtomException usage(String why) {
    return new AtomException(ErrorCode.BAD_REQUEST, why);
  }
}
