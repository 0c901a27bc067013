// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.local;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.TlogProof;
import dev.atom.audit.published.PublishedFolder;
import dev.atom.audit.tree.EntryBundle;
import dev.atom.audit.tree.InclusionProof;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.TileNodes;
import dev.atom.audit.tree.TilePath;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a receipt for one entry: with it, the entry and the log's verifier key, anybody can tell
/// offline that the entry is in the log.
@Command(
    name = "prove",
    description = "Write a receipt that shows that an entry is in the log.",
    footer = {
      "",
      "FILE is the receipt, FILE.entry the entry that it is about: keep both.",
      "",
      "Examples:",
      "  ./atom audit prove 42",
      "  ./atom audit prove 42 --out invoice.tlog-proof --published /srv/atom/log"
    })
public final class AuditProve implements Callable<Integer> {
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "SEQ", description = "Number of the entry.")
  private long seq;

  @Option(names = "--out", paramLabel = "FILE", description = "The receipt (SEQ.tlog-proof).")
  private @Nullable Path out;

  @Option(
      names = "--published",
      paramLabel = "DIR",
      description = "The published log (default: the instance's).")
  private @Nullable Path published;

  public AuditProve(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var instance = new DataFolder(data.folder(console.environment()));
    var log = new PublishedFolder(published == null ? instance.archive() : published);
    try {
      byte[] note =
          log.checkpoint()
              .orElseThrow(() ->
                  new AtomException(ErrorCode.NOT_FOUND, "no log is published in " + log.root()));
      return prove(log, SignedNote.parse(note));
    } catch (IOException | UncheckedIOException | FormatException e) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT, "the log in " + log.root() + ": " + e.getMessage(), e);
    }
  }

  private int prove(PublishedFolder log, SignedNote note) throws IOException, FormatException {
    var checkpoint = Checkpoint.parse(note.text());
    if (seq < 1 || seq > checkpoint.size()) {
      throw new AtomException(
          ErrorCode.NOT_FOUND,
          "the published log holds the entries 1 to " + checkpoint.size() + ", not " + seq);
    }
    byte[] entry = entry(log, checkpoint.size());
    var nodes = new TileNodes(log, checkpoint.size());
    var proof = InclusionProof.make(seq - 1, checkpoint.size(), nodes);
    if (!proof.proves(LeafHash.of(entry), checkpoint.root())) {
      console.tell("TAMPERED: the published files do not lead from entry " + seq + " to the root");
      return ExitCodes.NEGATIVE;
    }
    Path file = out == null ? Path.of(seq + ".tlog-proof") : out;
    write(file, TlogProof.of(proof, note).bytes());
    write(Path.of(file + ".entry"), entry);
    console.print(file.toString());
    return ExitCodes.DONE;
  }

  private byte[] entry(PublishedFolder log, long size) throws IOException {
    long index = (seq - 1) / TilePath.FULL;
    int width = (int) Math.min(TilePath.FULL, size - index * TilePath.FULL);
    byte[] bundle = log.read(new TilePath(TilePath.ENTRIES, index, width));
    int[] left = {(int) ((seq - 1) % TilePath.FULL)};
    var found = new byte[1][];
    var fault =
        EntryBundle.read(
            bundle,
            width,
            (bytes, from, length) -> {
              if (left[0]-- == 0) {
                found[0] = Arrays.copyOfRange(bytes, from, from + length);
              }
            });
    if (fault.isPresent()) {
      throw new IOException("the bundle of entry " + seq + ": " + fault.get());
    }
    return found[0];
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    PrivateFiles.write(file, "");
    Files.write(file, bytes);
  }
}
