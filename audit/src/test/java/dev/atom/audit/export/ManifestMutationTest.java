// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.checkpoint.Checkpoint;
import dev.atom.audit.checkpoint.FormatException;
import dev.atom.audit.checkpoint.KeyType;
import dev.atom.audit.checkpoint.SignedNote;
import dev.atom.audit.checkpoint.SoftSigner;
import dev.atom.audit.export.Manifest.Period;
import dev.atom.audit.export.Manifest.Segment;
import dev.atom.audit.export.Manifest.Span;
import dev.atom.audit.export.Manifest.Tree;
import dev.atom.audit.tree.LeafHash;
import dev.atom.audit.tree.MerkleFrontier;
import dev.atom.base.Sha256;
import dev.atom.testing.Feature;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Class 18 of the mutations: what can be done to the manifests of a log.
final class ManifestMutationTest {
  private static final boolean ALL = "all".equals(System.getProperty("atom.tests"));
  private static final int MUTANTS = ALL ? 500 : 25;
  private static final String ORIGIN = "atom.example/audit";
  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
  private static final SoftSigner SIGNER = new SoftSigner(ORIGIN, KeyType.ED25519);

  @Test
  @Feature("C18")
  void everyMutantIsFoundAndNoCleanSequenceIs() {
    for (int i = 0; i < MUTANTS; i++) {
      var random = new Random(i);
      var notes = sequence(random, 4 + random.nextInt(10), SIGNER);
      LocalDate until = notes.lastKey();

      assertThat(verify(notes, until)).as("clean %d", i).isEmpty();
      String how = change(notes, random);
      assertThat(verify(notes, until)).as("%s %d", how, i).isNotEmpty();
    }
    System.out.println("MANIFESTS: " + MUTANTS + " mutants, all seen; as many clean, no alarm");
  }

  @Test
  @Feature("C18")
  void aSignedManifestThatNamesAnotherBeforeItIsFound() throws FormatException {
    var notes = sequence(new Random(1), 5, SIGNER);
    var good = ManifestText.read(SignedNote.parse(notes.lastEntry().getValue()).text());
    var other =
        new Manifest(
            good.origin(),
            good.period(),
            good.span(),
            good.segments(),
            good.files(),
            good.tree(),
            Sha256.hex("another"));
    notes.put(notes.lastKey(), SignedNote.sign(ManifestText.write(other), List.of(SIGNER)).bytes());

    assertThat(verify(notes, notes.lastKey()))
        .extracting(ManifestFinding::kind)
        .containsExactly(ManifestFinding.Kind.NOT_LINKED);
  }

  private static List<ManifestFinding> verify(SortedMap<LocalDate, byte[]> notes, LocalDate until) {
    return ManifestSequence.verify(List.of(SIGNER.publicKey()), notes, Optional.of(until))
        .findings();
  }

  private static String change(SortedMap<LocalDate, byte[]> notes, Random random) {
    int days = notes.size();
    LocalDate day = FIRST.plusDays(random.nextInt(days - 1));
    switch (random.nextInt(7)) {
      case 0 -> {
        notes.tailMap(FIRST.plusDays(days - 1L - random.nextInt(2))).clear();
        return "newest deleted";
      }
      case 1 -> {
        notes.clear();
        return "all deleted";
      }
      case 2 -> {
        notes.subMap(day, day.plusDays(1L + random.nextInt(2))).clear();
        return "run deleted";
      }
      case 3 -> {
        notes.put(day, sequence(random, days, SIGNER).tailMap(day).sequencedValues().getFirst());
        return "another one over it, signed by the log";
      }
      case 4 -> {
        byte[] note = requireNonNull(notes.get(day));
        notes.put(day, requireNonNull(notes.get(day.plusDays(1))));
        notes.put(day.plusDays(1), note);
        return "two swapped";
      }
      case 5 -> {
        notes.put(
            day,
            sequence(random, days, new SoftSigner(ORIGIN, KeyType.ED25519))
                .tailMap(day)
                .firstEntry()
                .getValue());
        return "signed by another";
      }
      default -> {
        byte[] note = requireNonNull(notes.get(day)).clone();
        note[random.nextInt(note.length)] ^= 1;
        notes.put(day, note);
        return "a bit of it";
      }
    }
  }

  /// A manifest for each of so many days, some empty.
  private static SortedMap<LocalDate, byte[]> sequence(Random random, int days, SoftSigner signer) {
    var notes = new TreeMap<LocalDate, byte[]>();
    var frontier = new MerkleFrontier();
    String previous = Manifest.NO_PREVIOUS;
    String lastHash = "genesis";
    for (int i = 0; i < days; i++) {
      long first = frontier.size() + 1;
      String before = lastHash;
      int entries = i == 0 ? 3 : random.nextInt(4);
      for (int n = 0; n < entries; n++) {
        lastHash = Sha256.hex("entry " + random.nextLong());
        frontier.append(LeafHash.of(lastHash.getBytes(StandardCharsets.UTF_8)));
      }
      var claim = new Checkpoint(ORIGIN, frontier.size(), frontier.root());
      byte[] checkpoint = SignedNote.sign(claim.text(), List.of(signer)).bytes();
      LocalDate day = FIRST.plusDays(i);
      var start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
      var manifest =
          new Manifest(
              ORIGIN,
              new Period(day, start, start.plus(Duration.ofDays(1))),
              new Span(first, frontier.size(), before, lastHash),
              List.of(new Segment(1, "0123456789abcdef", 1)),
              List.of(),
              new Tree(
                  frontier.hashes(), new String(checkpoint, StandardCharsets.UTF_8), List.of()),
              previous);
      byte[] note = SignedNote.sign(ManifestText.write(manifest), List.of(signer)).bytes();
      notes.put(day, note);
      previous = ManifestSequence.hash(note);
    }
    return notes;
  }
}
