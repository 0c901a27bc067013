// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import dev.atom.audit.chain.KeyRing;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.export.Manifest.ExportFile;
import dev.atom.audit.export.ManifestFinding.Kind;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.ChainVerifier;
import dev.atom.audit.verify.Plan;
import dev.atom.audit.verify.RootCheck;
import dev.atom.audit.verify.Verification;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Verifies a whole export with nothing but the public key of the log, and the chain too when the
/// secrets are there: manifests, files, entries, and the tree recomputed from all entries.
public final class ExportVerifier {
  private final ExportSource source;
  private final FileOpener opener;

  /// @param opener checks and unpacks files
  public ExportVerifier(ExportSource source, FileOpener opener) {
    this.source = source;
    this.opener = opener;
  }

  /// What to check with.
  ///
  /// @param vkeys of the log, from outside of what is checked
  /// @param secrets of the chain; without them the chain's hashes are not recomputed
  /// @param checkpoint of the log, from outside of what is checked; its signatures have been
  ///   checked
  /// @param until the last day that must have a manifest
  /// @param threads how many check at once
  /// @param progress told, now and then, how many entries have been checked
  public record With(
      List<VerifierKey> vkeys,
      Optional<KeyRing> secrets,
      Optional<Checkpoint> checkpoint,
      Optional<LocalDate> until,
      int threads,
      LongConsumer progress) {
    public With {
      vkeys = List.copyOf(vkeys);
    }
  }

  /// What was found.
  ///
  /// @param manifests that are signed, in order
  /// @param findings about manifests, files and the store; none when all is well
  /// @param chain what the entries say; empty when there are none, or a file of them is missing
  public record Report(
      List<Manifest> manifests, List<ManifestFinding> findings, Optional<Verification> chain) {
    public Report {
      manifests = List.copyOf(manifests);
      findings = List.copyOf(findings);
    }

    /// Whether nothing is wrong.
    public boolean ok() {
      return findings.isEmpty()
          && !manifests.isEmpty()
          && chain.map(it -> it instanceof Verification.Ok).orElse(true);
    }
  }

  /// Takes the bytes of files apart.
  public interface FileOpener {
    /// The lines of `file`, unpacked; reads it once.
    ///
    /// @throws DifferingException when length or digest of the file are not those of the manifest
    ExportEntries.Unpacked open(ExportSource source, ExportFile file)
        throws IOException, DifferingException;
  }

  /// A file is not what its manifest says.
  public static final class DifferingException extends Exception {
    private static final long serialVersionUID = 1L;

    public DifferingException(String message) {
      super(message);
    }
  }

  /// Verifies it.
  ///
  /// @throws AtomException when it cannot be read
  public Report verify(With with) {
    ManifestSequence.Result sequence;
    try {
      sequence = ManifestSequence.verify(with.vkeys(), source.manifests(), with.until());
    } catch (IOException e) {
      throw unreadable(e);
    }
    List<ManifestFinding> findings = new ArrayList<>(sequence.findings());
    findings.addAll(source.irregularities());
    Optional<Verification> chain = Optional.empty();
    List<Manifest> manifests = sequence.manifests();
    if (!manifests.isEmpty() && manifests.getLast().span().lastSeq() > 0) {
      chain = entries(manifests, with, findings);
    }
    return new Report(manifests, findings, chain);
  }

  private Optional<Verification> entries(
      List<Manifest> manifests, With with, List<ManifestFinding> findings) {
    var root = with.checkpoint().map(RootCheck::new);
    var tree = new Trees(manifests, root);
    var last = manifests.getLast().span();
    var plan =
        new Plan(
            manifests.getFirst().span().firstSeq(),
            last.lastSeq(),
            with.secrets(),
            Optional.of(tree),
            Optional.empty(),
            with.threads(),
            with.progress());
    var files = manifests.stream().flatMap(each -> each.files().stream()).toList();
    try {
      var found =
          ChainVerifier.verify(new ExportEntries(() -> opened(files), Optional.empty()), plan);
      findings.addAll(tree.findings);
      if (found instanceof Verification.Ok ok && !ok.headHash().equals(last.lastChainHash())) {
        findings.add(
            new ManifestFinding(
                Kind.NOT_CONTINUOUS,
                manifests.getLast().period().day().toString(),
                "its last entry has another chain hash"));
      }
      return Optional.of(
          found instanceof Verification.Ok
              ? root.flatMap(RootCheck::finding).orElse(found)
              : found);
    } catch (BrokenFileException e) {
      findings.add(e.finding);
      return Optional.empty();
    }
  }

  private Iterator<ExportEntries.Unpacked> opened(List<ExportFile> files) {
    return files.stream().map(this::open).iterator();
  }

  private ExportEntries.Unpacked open(ExportFile file) {
    try {
      return opener.open(source, file);
    } catch (NoSuchFileException e) {
      throw new BrokenFileException(
          new ManifestFinding(Kind.FILE_MISSING, file.name(), "it is not there"));
    } catch (DifferingException e) {
      throw new BrokenFileException(
          new ManifestFinding(Kind.FILE_DIFFERS, file.name(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static AtomException unreadable(IOException e) {
    return new AtomException(
        ErrorCode.STORAGE_UNAVAILABLE, "the export cannot be read: " + e.getMessage(), e);
  }

  /// Ends the walk over the entries.
  private static final class BrokenFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ManifestFinding finding;

    BrokenFileException(ManifestFinding finding) {
      super(finding.why());
      this.finding = finding;
    }
  }

  /// The tree over all entries, compared with the frontier of each manifest when it is reached.
  private static final class Trees implements Plan.LeafSink {
    private final MerkleFrontier frontier = new MerkleFrontier();
    private final Map<Long, Manifest> ends = new HashMap<>();
    private final List<ManifestFinding> findings = new ArrayList<>();
    private final Optional<RootCheck> root;

    Trees(List<Manifest> manifests, Optional<RootCheck> root) {
      this.root = root;
      manifests.forEach(each -> ends.putIfAbsent(each.span().lastSeq(), each));
    }

    @Override
    public void closed(long size, String treeRoot) {
      root.ifPresent(check -> check.closed(size, treeRoot));
      if (size != frontier.size() || !frontier.root().base64().equals(treeRoot)) {
        findings.add(
            new ManifestFinding(
                Kind.TREE_DIFFERS,
                "entry " + (frontier.size() + 1),
                "it closes its segment over another tree"));
      }
    }

    @Override
    public void leaves(long firstSeq, byte[] hashes) {
      root.ifPresent(check -> check.leaves(firstSeq, hashes));
      for (int at = 0; at < hashes.length; at += TreeHash.BYTES) {
        frontier.append(hashes, at);
        Manifest manifest = ends.get(frontier.size());
        if (manifest != null && !frontier.hashes().equals(manifest.tree().frontier())) {
          findings.add(
              new ManifestFinding(
                  Kind.TREE_DIFFERS,
                  manifest.period().day().toString(),
                  "the entries up to " + frontier.size() + " do not give its tree"));
        }
      }
    }
  }
}
