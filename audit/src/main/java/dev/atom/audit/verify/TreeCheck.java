// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import dev.atom.audit.chain.ChainFormat;
import dev.atom.audit.chain.LeafLinks;
import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SignedNote.Standing;
import dev.atom.audit.checkpoint.VerifierKey;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.audit.tree.TreeHash;
import dev.atom.audit.verify.PublicVerification.Incomplete;
import dev.atom.audit.verify.PublicVerification.Intact;
import dev.atom.audit.verify.PublicVerification.Kind;
import dev.atom.audit.verify.PublicVerification.Tampered;
import dev.atom.audit.verify.PublicVerification.Unverifiable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Recomputes a log's root from its leaves and compares it with what was signed.
///
/// Whatever lies between leaves and root is computed here, never read: a verifier that takes a
/// published hash for its entry accepts forged entries (CVE-2026-56865). Give every leaf in its
/// order to [#leaf], then ask [#finish()]. Constant memory. For one thread.
public final class TreeCheck {
  private final Checkpoint latest;
  private final List<VerifierKey> by;
  private final List<Checkpoint> ahead;
  private final MerkleFrontier frontier = new MerkleFrontier();
  private final LeafHash leaves = new LeafHash();
  private final LeafLinks links = new LeafLinks();
  private final byte[] hash = new byte[TreeHash.BYTES];
  private @Nullable PublicVerification finding;

  private TreeCheck(Checkpoint latest, List<VerifierKey> by, List<Checkpoint> claims) {
    this.latest = latest;
    this.by = by;
    this.ahead = new ArrayList<>(claims);
    compareReached();
  }

  /// Begins a check against signed notes.
  ///
  /// @param keys of the log, and of witnesses, each of which must confirm `latest`; from outside of
  ///   what is checked
  /// @param latest the checkpoint that all leaves must give
  /// @param earlier checkpoints that were kept before; the log must begin with theirs
  public static Opening open(List<VerifierKey> keys, byte[] latest, List<byte[]> earlier) {
    List<Checkpoint> claims = new ArrayList<>();
    List<VerifierKey> by = new ArrayList<>();
    List<byte[]> notes = new ArrayList<>(earlier);
    notes.addFirst(latest);
    for (byte[] note : notes) {
      try {
        var signed = SignedNote.parse(note);
        var claim = Checkpoint.parse(signed.text());
        var standing = signed.verify(keys);
        var problem = problem(standing, claim, by, claims.isEmpty());
        if (problem.isEmpty() && claims.isEmpty()) {
          problem = unconfirmed(standing, claim, keys);
        }
        if (problem.isPresent()) {
          return new Opening.Failed(problem.get());
        }
        claims.add(claim);
      } catch (FormatException e) {
        return new Opening.Failed(
            new Tampered(Kind.MALFORMED_CHECKPOINT, 0, e.why(), "a checkpoint", ""));
      }
    }
    return consistent(claims, by);
  }

  private static Optional<PublicVerification> problem(
      Standing standing, Checkpoint claim, List<VerifierKey> by, boolean isLatest) {
    return switch (standing) {
      case Standing.Forged(var key) ->
          Optional.of(
              new Tampered(
                  Kind.FORGED_SIGNATURE,
                  0,
                  "the checkpoint of size " + claim.size() + " is not signed by " + key.name(),
                  "a signature of " + key.text(),
                  "another"));
      case Standing.Signed signed when signed.byLog(claim.origin()) -> {
        if (isLatest) {
          by.addAll(signed.by());
        }
        yield Optional.empty();
      }
      case Standing.Signed _, Standing.Unknown _ ->
          Optional.of(
              new Unverifiable(
                  "no key of the log "
                      + claim.origin()
                      + " is known that signed the checkpoint: name it with --vkey"));
    };
  }

  /// The latest must be confirmed by every witness that was named; earlier ones may be older than
  /// the witness.
  private static Optional<PublicVerification> unconfirmed(
      Standing standing, Checkpoint claim, List<VerifierKey> keys) {
    return standing instanceof Standing.Signed signed
        ? signed
            .missingWitness(keys)
            .map(witness ->
                new Unverifiable(
                    "the witness "
                        + witness.name()
                        + " did not confirm the checkpoint of size "
                        + claim.size()))
        : Optional.empty();
  }

  private static Opening consistent(List<Checkpoint> claims, List<VerifierKey> by) {
    var latest = claims.getFirst();
    for (Checkpoint claim : claims) {
      if (!claim.origin().equals(latest.origin())) {
        return new Opening.Failed(
            new Unverifiable(
                "checkpoints of two logs: " + latest.origin() + " and " + claim.origin()));
      }
      if (claim.size() > latest.size()) {
        return new Opening.Failed(
            new Tampered(
                Kind.INCONSISTENT_CHECKPOINTS,
                0,
                "the log is smaller than it was signed before",
                "at least " + claim.size() + " entries",
                latest.size() + " entries"));
      }
    }
    claims.sort(Comparator.comparingLong(Checkpoint::size));
    return new Opening.Opened(new TreeCheck(latest, by, claims));
  }

  /// The checkpoint that all leaves must give.
  public Checkpoint latest() {
    return latest;
  }

  /// The next leaf: the `length` bytes at `from` of `bytes`.
  public void leaf(byte[] bytes, int from, int length) {
    leaves.hash(bytes, from, length, hash, 0);
    leaf(bytes, from, length, hash, 0);
  }

  /// The same when its hash was computed already, by somebody who read the leaf.
  void leaf(byte[] bytes, int from, int length, byte[] leafHash, int at) {
    if (done()) {
      return;
    }
    var fault = links.next(bytes, from, length);
    if (fault.isPresent()) {
      found(
          new Tampered(
              Kind.BROKEN_CHAIN, frontier.size() + 1, fault.get(), "the next entry", "another"));
      return;
    }
    if (links.closes()) {
      closing();
    }
    frontier.append(leafHash, at);
    compareReached();
  }

  private void closing() {
    long seq = links.lastSeq();
    Optional<Closing> said = Closing.of(seq, LinkRules.details(links.details()));
    if (said.isPresent()) {
      String root = frontier.root().base64();
      if (said.get().size() != frontier.size() || !said.get().root().equals(root)) {
        found(
            new Tampered(
                Kind.BROKEN_CHAIN,
                seq,
                "the segment was closed over another tree",
                said.get().root(),
                root));
      }
    }
  }

  /// Whether more leaves would change nothing.
  public boolean done() {
    return finding != null || frontier.size() == latest.size();
  }

  /// Ends the check early with what the reader of the leaves found.
  void found(PublicVerification what) {
    if (finding == null) {
      finding = what;
    }
  }

  private void compareReached() {
    while (!ahead.isEmpty() && ahead.getFirst().size() == frontier.size()) {
      Checkpoint claim = ahead.removeFirst();
      TreeHash root = frontier.root();
      if (!root.equals(claim.root())) {
        boolean last = claim.equals(latest);
        found(
            new Tampered(
                last ? Kind.ROOT_DIFFERS : Kind.INCONSISTENT_CHECKPOINTS,
                0,
                "the first "
                    + claim.size()
                    + " entries are not those that were signed; one of them, or their order, is"
                    + " another",
                claim.root().base64(),
                root.base64()));
      }
    }
  }

  /// What was found, after the last leaf.
  public PublicVerification finish() {
    if (finding != null) {
      return finding;
    }
    return frontier.size() < latest.size()
        ? new Incomplete(
            latest.size() + " entries were signed, " + frontier.size() + " are there",
            frontier.size())
        : new Intact(
            latest, List.copyOf(by), frontier.size(), links.lastHash().orElse(ChainFormat.GENESIS));
  }

  /// What [#open] gives.
  public sealed interface Opening {
    /// Signed as it must be: give the leaves.
    record Opened(TreeCheck check) implements Opening {}

    /// There is no need to read the leaves.
    record Failed(PublicVerification finding) implements Opening {}
  }
}
