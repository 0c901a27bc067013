// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

/// A key that signs, wherever it lives: a file, a token, a key service. The private key need not be
/// in this process.
public interface CheckpointSigner {
  /// The public half, with the name it signs under.
  VerifierKey publicKey();

  /// The signature over `message`, in the form of the key's type.
  ///
  /// @throws dev.atom.base.AtomException DEPENDENCY_UNAVAILABLE when the key cannot be used now
  byte[] sign(byte[] message);
}
