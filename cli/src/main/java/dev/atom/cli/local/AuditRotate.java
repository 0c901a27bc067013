// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.SegmentTurn;
import dev.atom.audit.TreeAtHead;
import dev.atom.audit.chain.ChainHead;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.store.LeafReader;
import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.postgres.AtomRole;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Replaces the secret of the audit chain while everything runs: the old one goes to the vault,
/// both stand in the key file until every writer has seen them, one transaction turns the chain to
/// the new one, and only that stays in the key file. Interrupted anywhere, it goes on where it was.
@Command(
    name = "rotate",
    description = "Replace PLATFORM_HMAC_SECRET: a new segment of the chain with a new secret.",
    footer = {
      "",
      "Keep the vault offline: whoever has an old secret could make its segments anew.",
      "With --database, the key file is the one that the writers have mounted.",
      "",
      "Examples:",
      "  ./atom audit rotate",
      "  ./atom audit rotate --vault /media/usb/atom-secrets",
      "  ./atom audit verify --vault /media/usb/atom-secrets"
    })
public final class AuditRotate implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "libpq URL of the role that may append (default: instance).")
  private @Nullable String database;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "File with the chain's secret (default: the instance's).")
  private @Nullable Path keyFile;

  @Option(
      names = "--vault",
      paramLabel = "FILE",
      description = "Where old secrets are kept (default: vault/ in the data folder).")
  private @Nullable Path vault;

  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description = "File with the new secret (default: a random one).")
  private @Nullable Path newKeyFile;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description = "How long to wait for every writer to hold the new secret (PT90S).")
  private Duration wait = Duration.ofSeconds(90);

  @Option(
      names = "--force",
      description = "Turn although a writer lacks the new secret: it fails closed until it has it.")
  private boolean force;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  public AuditRotate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var folder = new DataFolder(data.folder(console.environment()));
    var random = new SecureRandom();
    var secrets =
        new SecretFiles(
            keyFile == null ? folder.hmacSecret() : keyFile,
            vault == null ? folder.hmacVault() : vault);
    var rotation = secrets.begin(newKeyFile, console.clock().instant(), random);
    String newId = rotation.newId();
    var config = new AuditConfig(url(folder), rotation.both(), PATIENCE, 1);
    ChainHead head;
    try (var parts = new CloseStack();
        var turn = new SegmentTurn(config, console.clock(), random, tree(folder, parts))) {
      head = turn.connect();
      if (!head.keyId().equals(newId)) {
        awaitWriters(turn, newId);
        head = turn.turn("rotation", newId);
      }
    }
    secrets.finish();
    tell(rotation.oldId(), newId, head, secrets.vault());
    return ExitCodes.DONE;
  }

  /// SECURITY(T-22): nobody is left behind unseen; who lacks the secret would have to refuse.
  private void awaitWriters(SegmentTurn turn, String newId) {
    Instant end = console.clock().instant().plus(wait);
    List<Long> without = turn.without(newId);
    while (!without.isEmpty() && !force) {
      if (console.clock().instant().isAfter(end)) {
        throw new AtomException(
            ErrorCode.CONFLICT,
            "the writers of the database sessions "
                + without
                + " do not hold the new secret: give them the key file as it is now, or restart them,"
                + " and run this again");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      without = turn.without(newId);
    }
  }

  /// The tree of this instance, if it is one of an instance.
  private TreeAtHead tree(DataFolder folder, CloseStack parts) {
    var state = InstanceState.read(folder);
    if (database != null || state.isEmpty() || !Files.exists(folder.checkpointKey())) {
      return TreeAtHead.UNKNOWN;
    }
    var key =
        SigningKeyFile.open(folder.checkpointKey(), DataFolder.LOG_NAME, KeyType.ED25519)
            .publicKey();
    var reading =
        parts.push(Database.open(PostgresUrl.parse(state.get().database()), "audit-rotate", 1));
    return new PublishedHead(new PublishedFolder(folder.archive()), key, new LeafReader(reading));
  }

  private void tell(String oldId, String newId, ChainHead head, Path kept) {
    if (json) {
      console.printJson(
          Json.object()
              .put("old_key_id", oldId)
              .put("new_key_id", newId)
              .put("segment", head.segment())
              .put("first", head.segmentFirst())
              .put("vault", kept.toString()));
    } else {
      console.print(
          "the chain goes on in segment %d from entry %d with the secret %s"
              .formatted(head.segment(), head.segmentFirst(), newId));
      console.print("the secret %s is in %s: take that file offline".formatted(oldId, kept));
    }
  }

  private String url(DataFolder folder) {
    if (database != null) {
      return database;
    }
    return InstanceState.read(folder)
        .map(state -> state.database(AtomRole.ATOM_AUDIT))
        .orElseThrow(() ->
            new AtomException(
                ErrorCode.DEPENDENCY_UNAVAILABLE,
                "there is no instance in " + folder.root() + ": name a --database"));
  }
}
