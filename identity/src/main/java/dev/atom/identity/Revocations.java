// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// An immutable snapshot of what is revoked, at one revision of the world.
///
/// A token is void when its hash is in the deny set, or when it was issued before the `not before`
/// of its subject and kind. Token times are whole seconds, so whoever sets a `not before` sets
/// whole seconds too, or voids the token issued right after it.
public final class Revocations {
  private static final Standing GOOD = new Standing.Good();
  private static final Standing UNKNOWN = new Standing.Unknown();
  private static final Standing BY_HASH = new Standing.Revoked("this token was revoked");
  private static final Standing BY_SUBJECT =
      new Standing.Revoked("tokens of this subject and kind issued before a set time are void");
  private static final Revocations NOTHING_KNOWN = new Revocations(-1, Set.of(), Map.of());

  private final long revision;
  private final Set<String> hashes;
  private final Map<SubjectKind, Instant> notBefore;

  private Revocations(long revision, Set<String> hashes, Map<SubjectKind, Instant> notBefore) {
    this.revision = revision;
    this.hashes = Set.copyOf(hashes);
    this.notBefore = Map.copyOf(notBefore);
  }

  /// A snapshot.
  ///
  /// @param revision of the world it was read at, 0 or more
  /// @param hashes of revoked tokens, lower-case hex
  /// @param notBefore per subject and kind: tokens issued earlier are void
  public static Revocations of(
      long revision, Set<String> hashes, Map<SubjectKind, Instant> notBefore) {
    if (revision < 0) {
      throw new IllegalArgumentException("revision " + revision + " is negative");
    }
    return new Revocations(revision, hashes, notBefore);
  }

  /// What is known when the list could not be read or is stale: nothing, so every standing is
  /// [Standing.Unknown].
  public static Revocations unknown() {
    return NOTHING_KNOWN;
  }

  /// The revision of the world this was read at; -1 when nothing is known.
  public long revision() {
    return revision;
  }

  /// The standing of a verified token.
  public Standing standing(VerifiedToken token) {
    if (revision < 0) {
      return UNKNOWN; // SECURITY(T-04): fail closed, the caller refuses
    }
    if (hashes.contains(token.hash().hex())) {
      return BY_HASH;
    }
    if (notBefore.isEmpty()) {
      return GOOD;
    }
    Instant from = notBefore.get(new SubjectKind(token.principal().subject(), token.kind()));
    return from != null && token.issuedAt().isBefore(from) ? BY_SUBJECT : GOOD;
  }
}
