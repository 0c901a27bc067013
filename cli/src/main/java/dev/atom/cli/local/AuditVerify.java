// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.store.PostgresEntrySource;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.EntrySource;
import dev.atom.audit.verify.JsonLinesEntrySource;
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
import dev.atom.cli.instance.InstanceState;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Checks the audit chain here, with the secret, trusting neither studio nor the database.
@Command(
    name = "verify",
    description = "Check the audit chain. Exit 1 when it was changed, 2 when it cannot be told.",
    footer = {
      "",
      "Reads the database itself with the read-only role; studio is not asked.",
      "",
      "Examples:",
      "  ./atom audit verify",
      "  ./atom audit verify --database \"$URL\" --key-file /etc/atom/platform_hmac_secret",
      "  ./atom audit verify --file chain.jsonl --key-file old.secret --key-file new.secret"
    })
public final class AuditVerify implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--database", paramLabel = "URL", description = "libpq URL (default: instance).")
  private @Nullable String database;

  @Option(names = "--file", paramLabel = "FILE", description = "An export instead of a database.")
  private @Nullable Path file;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File with a chain secret; repeat it (default: that of the instance).")
  private List<Path> keyFiles = List.of();

  @Option(names = "--from", paramLabel = "ID", description = "First entry to check (1).")
  private long from = 1;

  @Option(names = "--to", paramLabel = "ID", description = "Last entry to check (the last).")
  private long to = Long.MAX_VALUE;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AuditVerify(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (from < 1 || to < from) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "entries " + from + " to " + to + " are no range");
    }
    var folder = new DataFolder(data.folder(console.environment()));
    KeyRing keys = keys(folder);
    if (file != null) {
      return report(ChainVerifier.verify(new JsonLinesEntrySource(file), keys, from, to));
    }
    try (var source = Database.open(url(folder), "audit-verify", 1)) {
      EntrySource entries = new PostgresEntrySource(source);
      return report(ChainVerifier.verify(entries, keys, from, to));
    }
  }

  private KeyRing keys(DataFolder folder) {
    List<Secret> secrets = new ArrayList<>();
    for (Path key : keyFiles.isEmpty() ? List.of(folder.hmacSecret()) : keyFiles) {
      secrets.add(Secret.of(PrivateFiles.read(key)));
    }
    return KeyRing.of(secrets);
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

  private int report(Verification found) {
    return switch (found) {
      case Verification.Intact intact -> {
        show(
            Json.object()
                .put("verdict", "intact")
                .put("entries", intact.count())
                .put("first", intact.firstSeq())
                .put("last", intact.lastSeq())
                .put("head_hash", intact.headHash())
                .put("payloads_absent", intact.payloadsAbsent()),
            "intact: entries %d to %d are as they were written; head %s"
                .formatted(intact.firstSeq(), intact.lastSeq(), intact.headHash()));
        yield ExitCodes.DONE;
      }
      case Verification.Tampered tampered -> {
        show(
            Json.object()
                .put("verdict", "tampered")
                .put("entry", tampered.seq())
                .put("segment", tampered.segment())
                .put("why", tampered.why())
                .put("expected", tampered.expected())
                .put("found", tampered.found()),
            "TAMPERED at entry %d: %s (expected %s, found %s)"
                .formatted(tampered.seq(), tampered.why(), tampered.expected(), tampered.found()));
        yield ExitCodes.NEGATIVE;
      }
      case Verification.Incomplete(String why, long at) -> {
        show(
            Json.object().put("verdict", "incomplete").put("entry", at).put("why", why),
            "INCOMPLETE after entry %d: %s".formatted(at, why));
        yield ExitCodes.NEGATIVE;
      }
      case Verification.Unverifiable(String why) -> {
        show(
            Json.object().put("verdict", "unverifiable").put("why", why), "cannot be told: " + why);
        yield ExitCodes.CANNOT_JUDGE;
      }
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
