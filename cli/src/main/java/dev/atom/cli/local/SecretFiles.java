// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.chain.ChainKey;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The key file that the writers read, and the vault with what they no longer need.
final class SecretFiles {
  private static final int CHARACTERS_MIN = 32;

  private final Path keyFile;
  private final Path vault;

  SecretFiles(Path keyFile, Path vault) {
    this.keyFile = keyFile;
    this.vault = vault;
  }

  Path vault() {
    return vault;
  }

  /// Puts the old secret into the vault and both into the key file, unless they are there already.
  Rotation begin(@Nullable Path newKeyFile, Instant now, RandomGenerator random) {
    List<String> lines = lines(keyFile);
    if (lines.isEmpty() || lines.size() > 2) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, keyFile + " has " + lines.size() + " secrets instead of one");
    }
    String old = lines.getFirst();
    keep(old, now);
    if (lines.size() == 1) {
      String fresh = newKeyFile == null ? drawn(random) : only(newKeyFile);
      if (fresh.equals(old)) {
        throw new AtomException(ErrorCode.BAD_REQUEST, newKeyFile + " has the secret in use");
      }
      PrivateFiles.write(keyFile, old + "\n" + fresh + "\n");
      lines = List.of(old, fresh);
    }
    return new Rotation(
        id(lines.getFirst()), id(lines.getLast()), Secret.of(String.join("\n", lines)));
  }

  /// Leaves the new secret alone in the key file.
  void finish() {
    PrivateFiles.write(keyFile, lines(keyFile).getLast() + "\n");
  }

  private void keep(String secret, Instant now) {
    String kept = Files.exists(vault) ? PrivateFiles.read(vault) + "\n" : "";
    if (kept.lines().noneMatch(secret::equals)) {
      var folder = vault.toAbsolutePath().getParent();
      if (folder != null && !Files.exists(folder)) {
        PrivateFiles.folder(folder);
      }
      PrivateFiles.write(
          vault, kept + "# " + id(secret) + ", left on " + now + "\n" + secret + "\n");
    }
  }

  private static String id(String secret) {
    return ChainKey.of(Secret.of(secret)).id();
  }

  private static String drawn(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String only(Path file) {
    List<String> lines = lines(file);
    if (lines.size() != 1 || lines.getFirst().length() < CHARACTERS_MIN) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          file + " is not one line of at least " + CHARACTERS_MIN + " characters");
    }
    return lines.getFirst();
  }

  private static List<String> lines(Path file) {
    return PrivateFiles.read(file)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /// What is replaced by what.
  ///
  /// @param both the two secrets, a line each
  record Rotation(String oldId, String newId, Secret both) {}
}
