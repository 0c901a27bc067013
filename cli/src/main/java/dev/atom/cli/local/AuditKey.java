// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.checkpoint.TokenSigner;
import dev.atom.audit.checkpoint.TokenSigner.Token;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes the keys that sign checkpoints, and prints their public halves.
@Command(
    name = "key",
    description = "Make a signing key, or print its verifier key.",
    footer = {
      "",
      "Give the line it prints to whoever shall verify: it is all they need.",
      "",
      "Examples:",
      "  ./atom audit key",
      "  ./atom audit key --witness",
      "  ./atom audit key --make /etc/atom/checkpoint.pem --name atom.example/audit",
      "  ./atom audit key --make witness.pem --name witness.example --witness",
      "  ./atom audit key --library /usr/lib/softhsm/libsofthsm2.so --pin-file pin --make-in-token"
    })
public final class AuditKey implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--file", paramLabel = "FILE", description = "The key (default: the instance's).")
  private @Nullable Path file;

  @Option(names = "--make", paramLabel = "FILE", description = "Make a key in a new file.")
  private @Nullable Path make;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name it signs under: the log's origin (default: the instance's).")
  private @Nullable String name;

  @Option(names = "--witness", description = "It is a witness's key (default: the instance's).")
  private boolean witness;

  @Option(names = "--library", paramLabel = "FILE", description = "PKCS#11 library of a token.")
  private @Nullable Path library;

  @Option(names = "--slot", paramLabel = "N", description = "The token's slot, from 0 (0).")
  private int slot;

  @Option(names = "--pin-file", paramLabel = "FILE", description = "File with the token's PIN.")
  private @Nullable Path pinFile;

  @Option(
      names = "--alias",
      paramLabel = "NAME",
      description = "The key's name in the token (${DEFAULT-VALUE}).",
      defaultValue = "atom-audit")
  private String alias = "";

  @Option(names = "--make-in-token", description = "Make a P-256 key that never leaves the token.")
  private boolean makeInToken;

  public AuditKey(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.print((library == null ? inFile() : inToken(library)).publicKey().text());
    return ExitCodes.DONE;
  }

  private CheckpointSigner inFile() {
    Path key = file;
    if (make != null) {
      SigningKeyFile.make(make, new SecureRandom());
      key = make;
    }
    if (key == null) {
      var instance = new DataFolder(data.folder(console.environment()));
      key = witness ? instance.witnessKey() : instance.checkpointKey();
    }
    return SigningKeyFile.open(
        key, name(), witness ? KeyType.COSIGNATURE_ED25519 : KeyType.ED25519);
  }

  private String name() {
    return name != null ? name : witness ? DataFolder.WITNESS_NAME : DataFolder.LOG_NAME;
  }

  private CheckpointSigner inToken(Path of) {
    if (pinFile == null) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "--library needs --pin-file");
    }
    var token = new Token(of, slot, Secret.of(PrivateFiles.read(pinFile)), alias);
    if (makeInToken) {
      TokenSigner.make(token);
    }
    return TokenSigner.open(token, name());
  }
}
