// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.audit.verify.LogMutation.Seen;
import dev.atom.testing.Feature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Seeded mutants of clean logs, by class, through every mode: what must be seen is seen in each of
/// them, and what is published as a limit is seen in none. 500 of each class with
/// `-Datom.tests=all`.
final class MutationSuiteTest {
  private static final boolean ALL = "all".equals(System.getProperty("atom.tests"));
  private static final int MUTANTS = ALL ? 500 : 25;
  private static final int CLEAN = ALL ? 200 : 20;
  private static final int LOGS = 10;

  private static Scene clean(int seed) {
    return Scene.clean(new Random(seed), seed % 4 == 0 ? 120 : 30);
  }

  @Test
  @Feature("C4")
  void raisesNoAlarmOnCleanLogs() {
    for (int seed = 0; seed < CLEAN; seed++) {
      var scene = clean(seed);

      assertThat(scene.chain()).as("seed %d", seed).isInstanceOf(Verification.Ok.class);
      assertThat(scene.database()).as("seed %d", seed).isInstanceOf(Verification.Ok.class);
      assertThat(scene.both()).as("seed %d", seed).isInstanceOf(Verification.Ok.class);
      assertThat(scene.published())
          .as("seed %d", seed)
          .isInstanceOf(PublicVerification.Intact.class);
    }
    System.out.println(CLEAN + " clean logs: no alarm");
  }

  @ParameterizedTest
  @EnumSource
  @Feature({"C4", "J2"})
  void seesWhatItMustInEveryMutant(LogMutation mutation) {
    int published = 0;
    for (int i = 0; i < MUTANTS; i++) {
      var random = new Random(31L * mutation.name().hashCode() + i);
      var scene = clean(i % LOGS);
      boolean follows = mutation.apply(scene, random);
      String name = mutation + " " + i;
      if (follows) {
        scene.publish();
      }
      assertSeen(name + " chain", mutation.byChain, scene.chain());
      assertSeen(name + " public", mutation.byPublic, scene.database());
      assertSeen(
          name + " both",
          mutation.byChain == Seen.YES ? Seen.YES : mutation.byPublic,
          scene.both());
      if (follows || mutation == LogMutation.FORGE_LEAF_AND_TILE) {
        published++;
        assertThat(scene.published() instanceof PublicVerification.Intact)
            .as(name + " published: %s", scene.published())
            .isEqualTo(mutation.byPublic == Seen.NO);
      }
    }
    System.out.printf(
        "%s: %d mutants, chain %s, public %s, %d of them also in published files%n",
        mutation, MUTANTS, mutation.byChain, mutation.byPublic, published);
  }

  private static void assertSeen(String name, Seen seen, Verification found) {
    assertThat(found instanceof Verification.Ok)
        .as(name + ": %s", found)
        .isEqualTo(seen == Seen.NO);
  }

  /// 9: two auditors are shown two logs. Each is whole; together they cannot be.
  @Test
  @Feature("C4")
  void aForkIsSeenWhenTwoAuditorsCompare() {
    for (int i = 0; i < MUTANTS; i++) {
      var random = new Random(90_000 + i);
      var one = clean(i % LOGS);
      var other = one.copy();
      LogMutation.RECHAIN_AND_SIGN.apply(other, random);
      other.publish();

      assertThat(other.chain()).isInstanceOf(Verification.Ok.class);
      assertThat(other.both()).isInstanceOf(Verification.Ok.class);
      assertThat(other.published()).isInstanceOf(PublicVerification.Intact.class);
      assertThat(other.published(one.kept.getLast()))
          .as("mutant %d", i)
          .isInstanceOf(PublicVerification.Tampered.class);
      assertThat(one.published(other.kept.getLast()))
          .as("mutant %d", i)
          .isInstanceOf(PublicVerification.Tampered.class);
    }
    System.out.println("FORK: " + MUTANTS + " mutants, seen by comparing, not alone");
  }

  /// 17: lengths and forms, of files and of checkpoints.
  @Test
  @Feature("C4")
  void refusesEveryOtherFormOfAFileOrACheckpoint() {
    for (int i = 0; i < MUTANTS; i++) {
      var random = new Random(170_000 + i);
      var scene = clean(i % LOGS);
      if (random.nextBoolean()) {
        List<String> paths = new ArrayList<>();
        scene.files.files.keySet().stream()
            .filter(path -> isRead(path, scene.covered))
            .forEach(paths::add);
        scene.files.files.compute(
            paths.get(random.nextInt(paths.size())), (_, bytes) -> otherLength(bytes, random));
      } else {
        scene.kept.add(otherForm(scene.kept.removeLast(), random));
      }

      assertThat(scene.published())
          .as("mutant %d", i)
          .isNotInstanceOf(PublicVerification.Intact.class);
    }
    System.out.println("OTHER_FORM: " + MUTANTS + " mutants, all seen");
  }

  /// Whether a verifier of `size` entries reads it: bundles and the tiles beside them.
  private static boolean isRead(String path, int size) {
    boolean beside = path.startsWith("tile/0/") || path.startsWith("tile/entries/");
    return beside
        && (path.contains(".p/")
            ? path.endsWith(".p/" + size % 256) && path.contains("/%03d.p".formatted(size / 256))
            : size >= 256);
  }

  private static byte[] otherLength(byte[] bytes, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> Arrays.copyOf(bytes, bytes.length - Math.min(bytes.length, 32));
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length);
        longer[random.nextInt(2)] ^= (byte) (1 + random.nextInt(255));
        yield longer;
      }
    };
  }

  private static byte[] otherForm(byte[] note, Random random) {
    String text = new String(note, StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    String size = lines.get(1);
    String signature = lines.getLast();
    int place = random.nextInt(text.length());
    String other =
        switch (random.nextInt(11)) {
          case 0 -> text.replace("\n", "\r\n");
          case 1 -> text.replace("\n" + size + "\n", "\n0" + size + "\n");
          case 2 -> text.replace("\n" + size + "\n", "\n+" + size + "\n");
          case 3 -> text.replace("\n" + size + "\n", "\n" + size + "0".repeat(20) + "\n");
          case 4 -> text + signature + "\n";
          case 5 -> text + "\n";
          case 6 -> text.substring(0, text.length() - 1);
          case 7 -> text.replace(signature, signature.substring(0, signature.length() - 1));
          case 8 -> text.replace(signature, signature + "=");
          case 9 ->
              text.substring(0, place) + (char) (1 + random.nextInt(31)) + text.substring(place);
          default -> text.replace(lines.get(2), otherBits(lines.get(2)));
        };
    return other.equals(text) ? new byte[0] : other.getBytes(StandardCharsets.UTF_8);
  }

  /// Base64 of the same bytes with other bits where none count.
  private static String otherBits(String base64) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int at = base64.length() - 2;
    int value = alphabet.indexOf(base64.charAt(at));
    return base64.substring(0, at) + alphabet.charAt(value ^ 1) + "=";
  }
}
