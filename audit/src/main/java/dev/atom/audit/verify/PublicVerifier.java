// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.tree.EntryBundle;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.TilePath;
import dev.atom.audit.tree.TileSource;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.PublicVerification.Incomplete;
import dev.atom.audit.verify.PublicVerification.Kind;
import dev.atom.audit.verify.PublicVerification.Tampered;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/// Verifies published files from all their entries, with nothing but a public key. Reads and hashes
/// bundles side by side; memory is that of a window of bundles, whatever the size of the log.
public final class PublicVerifier {
  private static final int WINDOW = 64;

  private final List<VerifierKey> keys;
  private final LongConsumer progress;

  /// @param keys of the log and of witnesses; at least one of the log
  /// @param progress is told now and then how many entries were checked
  public PublicVerifier(List<VerifierKey> keys, LongConsumer progress) {
    this.keys = List.copyOf(keys);
    this.progress = progress;
  }

  /// Checks the entries of `files` against a checkpoint and earlier ones.
  ///
  /// @throws AtomException STORAGE_UNAVAILABLE when a file cannot be read
  public PublicVerification verify(TileSource files, byte[] latest, List<byte[]> earlier) {
    return switch (TreeCheck.open(keys, latest, earlier)) {
      case TreeCheck.Opening.Failed(var finding) -> finding;
      case TreeCheck.Opening.Opened(var check) -> {
        try {
          walk(files, check);
        } catch (UncheckedIOException e) {
          throw new AtomException(
              ErrorCode.STORAGE_UNAVAILABLE,
              "the published log cannot be read: " + e.getCause(),
              e);
        }
        yield check.finish();
      }
    };
  }

  private void walk(TileSource files, TreeCheck check) {
    long size = check.latest().size();
    long bundles = (size + TilePath.FULL - 1) / TilePath.FULL;
    for (long first = 0; first < bundles && !check.done(); first += WINDOW) {
      long from = first;
      int count = (int) Math.min(WINDOW, bundles - first);
      List<Hashed> window =
          IntStream.range(0, count)
              .parallel()
              .mapToObj(i -> Hashed.read(files, from + i, size))
              .toList();
      for (Hashed bundle : window) {
        bundle.giveTo(check);
      }
      progress.accept(Math.min(size, (first + count) * TilePath.FULL));
    }
  }

  /// One bundle, its entries' hashes as computed here, and what is wrong with it.
  private static final class Hashed {
    private final long index;
    private final byte[] bundle;
    private final byte[] hashes;
    private final Optional<PublicVerification> bad;

    private Hashed(long index, byte[] bundle, byte[] hashes, Optional<PublicVerification> bad) {
      this.index = index;
      this.bundle = bundle;
      this.hashes = hashes;
      this.bad = bad;
    }

    static Hashed read(TileSource files, long index, long size) {
      long first = index * TilePath.FULL;
      int width = (int) Math.min(TilePath.FULL, size - first);
      var none = new byte[0];
      try {
        byte[] bundle = files.read(new TilePath(TilePath.ENTRIES, index, width));
        var hashes = new byte[width * TreeHash.BYTES];
        var fault = hash(bundle, width, hashes);
        if (fault.isPresent()) {
          return new Hashed(index, none, none, Optional.of(malformed(first, fault.get())));
        }
        byte[] tile = files.read(new TilePath(0, index, width));
        return new Hashed(index, bundle, hashes, differing(first, hashes, tile));
      } catch (NoSuchFileException e) {
        var missing = new Incomplete("the file " + e.getFile() + " is missing", first);
        return new Hashed(index, none, none, Optional.of(missing));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Optional<String> hash(byte[] bundle, int width, byte[] hashes) {
      var leaves = new LeafHash();
      var at = new int[1];
      return EntryBundle.read(
          bundle,
          width,
          (bytes, from, length) -> {
            leaves.hash(bytes, from, length, hashes, at[0]);
            at[0] += TreeHash.BYTES;
          });
    }

    private static PublicVerification malformed(long first, String fault) {
      return new Tampered(
          Kind.MALFORMED_BUNDLE,
          first + 1,
          "the bundle that begins with entry " + (first + 1) + ": " + fault,
          "a bundle",
          "");
    }

    /// SECURITY(T-22): the entry counts, the hash beside it is only compared.
    private static Optional<PublicVerification> differing(long first, byte[] hashes, byte[] tile) {
      int at = Arrays.mismatch(hashes, tile);
      if (at < 0) {
        return Optional.empty();
      }
      long seq = first + 1 + at / TreeHash.BYTES;
      return Optional.of(
          new Tampered(
              Kind.TILE_DIFFERS,
              seq,
              "the published hash of entry " + seq + " is not that of the entry",
              "the hash of the entry",
              "another"));
    }

    void giveTo(TreeCheck check) {
      if (bad.isPresent()) {
        check.found(bad.get());
        return;
      }
      var at = new int[1];
      int width = hashes.length / TreeHash.BYTES;
      EntryBundle.read(
              bundle,
              width,
              (bytes, from, length) -> {
                check.leaf(bytes, from, length, hashes, at[0]);
                at[0] += TreeHash.BYTES;
              })
          .ifPresent(fault -> check.found(malformed(index * TilePath.FULL, fault)));
    }
  }
}
