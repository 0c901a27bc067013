// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// A witness's statement that at some moment a checkpoint was the latest of its log that it had
/// seen, and consistent with all before (C2SP tlog-cosignature, the Ed25519 form).
public final class Cosignature {
  private static final int BYTES = Long.BYTES + 64;

  private final long seconds;
  private final byte[] signature;

  private Cosignature(long seconds, byte[] signature) {
    this.seconds = seconds;
    this.signature = signature;
  }

  /// Signs `text`, the whole text of a checkpoint, as seen at `time`.
  public static NoteSignature sign(CheckpointSigner witness, Instant time, String text) {
    if (!witness.publicKey().type().cosigns()) {
      throw new IllegalArgumentException(witness.publicKey().name() + " is no witness's key");
    }
    byte[] signature = witness.sign(message(time.getEpochSecond(), text));
    var blob = ByteBuffer.allocate(Long.BYTES + signature.length);
    blob.putLong(time.getEpochSecond()).put(signature);
    return NoteSignature.of(witness.publicKey(), blob.array());
  }

  /// What the signature line of a witness holds; empty when it is no cosignature.
  public static Optional<Cosignature> of(NoteSignature line) {
    byte[] blob = line.signature();
    if (blob.length != BYTES) {
      return Optional.empty();
    }
    long seconds = ByteBuffer.wrap(blob).getLong();
    return seconds < 0
        ? Optional.empty()
        : Optional.of(new Cosignature(seconds, Arrays.copyOfRange(blob, Long.BYTES, BYTES)));
  }

  /// When the witness says to have seen it.
  public Instant time() {
    return Instant.ofEpochSecond(seconds);
  }

  boolean verifies(VerifierKey witness, String text) {
    return witness.verifies(message(seconds, text), signature);
  }

  private static byte[] message(long seconds, String text) {
    return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
  }
}
