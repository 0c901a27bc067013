// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.signing;

import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SigningKeyFile;
import dev.atom.audit.checkpoint.TokenSigner;
import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the keys of the log are. With a token, everything is signed twice: the token's signature
/// is the one to trust, and the file's is the one that every tool knows.
///
/// @param keyFile an Ed25519 key
/// @param token a P-256 key that cannot be read out
public record SigningConfig(
    @Doc("PEM file (PKCS#8, mode 0600) of an Ed25519 key; ./atom audit key --make FILE makes one.")
        Path keyFile,
    @Doc("A PKCS#11 token with a P-256 key that signs as well.") Optional<TokenConfig> token) {

  /// A PKCS#11 token.
  public record TokenConfig(
      @Doc("The PKCS#11 library of the token's maker.") Path library,
      @Default("0") @Doc("Which of its slots, from 0.") int slotIndex,
      @Doc("The token's PIN.") Secret pin,
      @Default("atom-audit") @Doc("The key's name in the token.") String keyAlias) {}

  /// The signers of the log `origin`.
  ///
  /// @throws dev.atom.base.AtomException BAD_CONFIGURATION naming the key that cannot be used
  public List<CheckpointSigner> open(String origin) {
    List<CheckpointSigner> signers = new ArrayList<>();
    signers.add(SigningKeyFile.open(keyFile, origin, KeyType.ED25519));
    token.ifPresent(t ->
        signers.add(
            TokenSigner.open(
                new TokenSigner.Token(t.library(), t.slotIndex(), t.pin(), t.keyAlias()), origin)));
    return List.copyOf(signers);
  }
}
