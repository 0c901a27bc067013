// SPDX-License-Identifier: Apache-2.0
package dev.atom.witness;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.CheckpointSigner;
import dev.atom.audit.checkpoint.Cosignature;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.published.DurableFiles;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.audit.tree.TreeHash;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.witness.AddCheckpoint.MalformedRequestException;
import dev.atom.witness.WitnessConfig.LogConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The last checkpoint of each log, in one file each, replaced durably before anything is answered:
/// what was cosigned once is never forgotten. Safe for use by many threads.
final class Memory {
  private final CheckpointSigner key;
  private final Path folder;
  private final InstantSource clock;
  private final Map<String, List<VerifierKey>> logs;

  /// @param key cosigns
  /// @throws AtomException BAD_CONFIGURATION when a verifier key or the folder cannot be used
  Memory(CheckpointSigner key, Path folder, List<LogConfig> logs, InstantSource clock) {
    this.key = key;
    this.folder = folder;
    this.clock = clock;
    Map<String, List<VerifierKey>> keys = new TreeMap<>();
    logs.forEach(log -> keys.put(log.origin(), keys(log)));
    this.logs = Map.copyOf(keys);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the folder " + folder + " cannot be made: " + e, e);
    }
  }

  private static List<VerifierKey> keys(LogConfig log) {
    List<VerifierKey> keys = new ArrayList<>();
    for (String vkey : log.vkeys()) {
      try {
        keys.add(VerifierKey.parse(vkey));
      } catch (FormatException e) {
        throw new AtomException(
            ErrorCode.BAD_CONFIGURATION, "a vkey of " + log.origin() + ": " + e.why(), e);
      }
    }
    return keys;
  }

  /// Sees a checkpoint.
  ///
  /// @throws IOException when it cannot be remembered; then nothing was signed
  Answer add(byte[] body) throws IOException {
    AddCheckpoint request;
    try {
      request = AddCheckpoint.parse(body);
    } catch (MalformedRequestException e) {
      return new Answer.Malformed(e.why());
    }
    String origin = request.checkpoint().origin();
    List<VerifierKey> keys = logs.get(origin);
    if (keys == null) {
      return new Answer.UnknownLog();
    }
    boolean signed =
        request.note().verify(keys) instanceof SignedNote.Standing.Signed s && s.byLog(origin);
    return signed ? add(request) : new Answer.Unsigned();
  }

  /// SECURITY(T-23): one log has one history, and only its continuation is signed.
  private synchronized Answer add(AddCheckpoint request) throws IOException {
    Checkpoint next = request.checkpoint();
    if (request.old() > next.size()) {
      return new Answer.Malformed("the checkpoint is smaller than the old size");
    }
    Checkpoint last = last(next.origin());
    boolean sameSize = last.size() == next.size();
    if (request.old() != last.size() || (sameSize && !last.root().equals(next.root()))) {
      return new Answer.Conflict(last.size());
    }
    var proof = new ConsistencyProof(last.size(), next.size(), request.proof());
    if (!proof.proves(last.root(), next.root())) {
      return new Answer.Unproved();
    }
    DurableFiles.write(file(next.origin()), next.text().getBytes(StandardCharsets.UTF_8));
    return new Answer.Cosigned(Cosignature.sign(key, clock.instant(), next.text()));
  }

  private Checkpoint last(String origin) throws IOException {
    Path file = file(origin);
    try {
      return Checkpoint.parse(Files.readString(file));
    } catch (NoSuchFileException _) {
      return new Checkpoint(origin, 0, TreeHash.EMPTY);
    } catch (FormatException e) {
      throw new IOException(file + " is damaged: " + e.why(), e);
    }
  }

  /// An origin may hold what a file name may not.
  private Path file(String origin) {
    return folder.resolve(Sha256.hex(origin));
  }
}
