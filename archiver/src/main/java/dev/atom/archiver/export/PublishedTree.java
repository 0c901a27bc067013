// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.export;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SignedNote.Standing;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.tree.ConsistencyProof;
import dev.atom.audit.tree.TileNodes;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The log in the published folder. What it says is checked: the checkpoint against the log's key,
/// and the hashes by whoever proves with them.
public final class PublishedTree implements SignedTree {
  private final Path folder;
  private final List<VerifierKey> keys;

  public PublishedTree(Path folder, List<VerifierKey> keys) {
    this.folder = folder;
    this.keys = List.copyOf(keys);
  }

  @Override
  public Optional<Covering> covering(long size) {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve("checkpoint"));
      var note = SignedNote.parse(bytes);
      var checkpoint = Checkpoint.parse(note.text());
      if (!(note.verify(keys) instanceof Standing.Signed)) {
        throw corrupt("is not signed by the log", null);
      }
      if (checkpoint.size() < size) {
        return Optional.empty();
      }
      var nodes =
          new TileNodes(path -> Files.readAllBytes(folder.resolve(path.text())), checkpoint.size());
      var proof = ConsistencyProof.make(size, checkpoint.size(), nodes);
      return Optional.of(
          new Covering(new String(bytes, StandardCharsets.UTF_8), checkpoint, proof));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (FormatException e) {
      throw corrupt(e.why(), e);
    } catch (IOException | UncheckedIOException e) {
      // The log grows meanwhile: the next look finds it whole.
      return Optional.empty();
    }
  }

  private AtomException corrupt(String why, @Nullable Exception cause) {
    return new AtomException(
        ErrorCode.STORAGE_CORRUPT, "the checkpoint in " + folder + ": " + why, cause);
  }
}
