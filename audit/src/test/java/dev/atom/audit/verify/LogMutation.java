// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.verify;

import static dev.atom.audit.verify.LogMutation.Seen.NO;
import static dev.atom.audit.verify.LogMutation.Seen.YES;

import dev.atom.audit.tree.MemoryTiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What can be done to a log, by class, and who must see it: `docs/audit-limits.md` is the same
/// table in words. Everything is done below the newest kept checkpoint.
enum LogMutation {
  /// 1: any column of a row, or its payload.
  EDIT(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var row = inCovered(scene, random);
      if (row.hasPayload() && random.nextInt(8) == 0) {
        row.changePayload(random);
        return false; // payloads are not published
      }
      row.change(random.nextInt(MutableRow.COLUMNS), random);
      return row.text(MutableRow.CHAIN).length() == 64;
    }
  },
  /// 2: an inner row or a run of them.
  DELETE(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var rows = scene.log.rows;
      int from = random.nextInt(scene.covered - 1);
      int count = 1 + (random.nextBoolean() ? 0 : random.nextInt(scene.covered - from));
      rows.subList(from, Math.min(from + count, rows.size() - 1)).clear();
      return tidied(scene, random);
    }
  },
  /// 3: a row of before, or one made up, perhaps linked to its neighbours without a secret.
  INSERT(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var rows = scene.log.rows;
      int at = random.nextInt(scene.covered);
      var row = inCovered(scene, random).copy();
      if (random.nextBoolean()) {
        row.change(MutableRow.CHAIN, random);
      }
      rows.add(at, row);
      scene.log.renumber();
      if (random.nextBoolean()) {
        for (int i = at; i < rows.size(); i++) {
          scene.log.relink(i);
        }
      }
      scene.log.endHere();
      return true;
    }
  },
  /// 4: two rows, wherever they are, with their numbers or without.
  SWAP(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      int one = random.nextInt(scene.covered - 1);
      int other = one + 1 + random.nextInt(scene.covered - one - 1);
      Collections.swap(scene.log.rows, one, other);
      if (random.nextBoolean()) {
        scene.log.renumber();
      }
      return true;
    }
  },
  /// 5: an old row, or all of an old segment, again at the end. What is above the checkpoint is not
  /// published yet.
  REPLAY(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var log = scene.log;
      int from = random.nextInt(log.rows.size());
      int to = random.nextBoolean() ? from : log.indexOfLast(from);
      from = to == from ? from : log.indexOfFirst(from);
      List<MutableRow> again = new ArrayList<>();
      log.rows.subList(from, to + 1).forEach(row -> again.add(row.copy()));
      log.rows.addAll(again);
      if (random.nextInt(4) > 0) {
        log.renumber();
      }
      log.endHere();
      return false;
    }
  },
  /// 6: the tail, together with the head.
  TRUNCATE(NO, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      cut(scene, 1 + random.nextInt(scene.covered - 1));
      return true;
    }
  },
  /// 7: the tail; then the system goes on with its own secret.
  TRUNCATE_AND_GO_ON(NO, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var log = scene.log;
      int size = cut(scene, 1 + random.nextInt(scene.covered - 1));
      int more = 1 + random.nextInt(scene.covered);
      for (int i = 0; i < more; i++) {
        log.add("decision", log.rows.get(size - 1).number(MutableRow.SEGMENT), random);
      }
      log.reseal(size, log.rows.size());
      log.endHere();
      return true;
    }
  },
  /// 8: a whole segment that is neither the first nor the last.
  DROP_SEGMENT(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var rows = scene.log.rows;
      long last = rows.getLast().number(MutableRow.SEGMENT);
      long dropped = 2L + random.nextInt((int) last - 2);
      rows.removeIf(row -> row.number(MutableRow.SEGMENT) == dropped);
      if (random.nextBoolean()) {
        rows.stream()
            .filter(row -> row.number(MutableRow.SEGMENT) > dropped)
            .forEach(row -> row.number(MutableRow.SEGMENT, row.number(MutableRow.SEGMENT) - 1));
      }
      return tidied(scene, random);
    }
  },
  /// 10: a row of a closed segment, whose secret is known and no later one.
  RECHAIN_OLD_SEGMENT(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var log = scene.log;
      int at = inClosedSegment(scene, random);
      forge(log, at, random);
      log.reseal(at, log.indexOfLast(at) + 1);
      return true;
    }
  },
  /// 11: a row, and everything after it made anew with all secrets.
  RECHAIN(NO, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var log = scene.log;
      int at = random.nextInt(scene.covered);
      forge(log, at, random);
      log.reseal(at, log.rows.size());
      log.endHere();
      return true;
    }
  },
  /// 12: the same, published and signed by the operator. Only what is held elsewhere tells.
  RECHAIN_AND_SIGN(NO, NO) {
    @Override
    boolean apply(Scene scene, Random random) {
      RECHAIN.apply(scene, random);
      scene.kept.clear();
      scene.kept.add(Scene.sign(scene.log, scene.covered));
      return true;
    }
  },
  /// 13: old rows with the secret of a later segment.
  NEWER_KEY(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var log = scene.log;
      int at = inClosedSegment(scene, random);
      var newer = MutableLog.secretOf(log.rows.get(at).number(MutableRow.SEGMENT) + 1);
      long first = log.rows.get(log.indexOfFirst(at)).number(MutableRow.ID);
      boolean renamed = random.nextBoolean();
      int from = random.nextBoolean() ? at : log.indexOfFirst(at);
      for (int i = from; i <= log.indexOfLast(at); i++) {
        if (renamed) {
          log.rows.get(i).text(MutableRow.KEY_ID, newer.id());
        }
        log.relink(i);
        log.rows.get(i).seal(newer, first);
      }
      return true;
    }
  },
  /// 14: a time before that of the entry before, with the secrets or without.
  BACK_DATE(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      var log = scene.log;
      int at = 1 + random.nextInt(scene.covered - 1);
      long before = log.rows.get(at - 1).number(MutableRow.TIME);
      log.rows.get(at).number(MutableRow.TIME, before - 1 - random.nextInt(1_000_000));
      if (random.nextBoolean()) {
        log.reseal(at, log.rows.size());
        log.endHere();
      }
      return true;
    }
  },
  /// 15: an older state of everything, perhaps with the checkpoint that was served then.
  RESTORE(NO, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      int size = cut(scene, 1 + random.nextInt(scene.covered - 1));
      if (random.nextBoolean()) {
        scene.kept.addFirst(Scene.sign(scene.log, size));
      }
      return true;
    }
  },
  /// 16: an entry and the published hash beside it; all above is as it was (CVE-2026-56865).
  FORGE_LEAF_AND_TILE(YES, YES) {
    @Override
    boolean apply(Scene scene, Random random) {
      inCovered(scene, random).change(MutableRow.DETAILS, random);
      MemoryTiles before = scene.files;
      scene.publish();
      before.files.forEach((path, bytes) -> {
        if (!path.startsWith("tile/0/") && !path.startsWith("tile/entries/")) {
          scene.files.files.put(path, bytes);
        }
      });
      return false; // already published
    }
  },
  /// 19: an event twice, appended by a writer: nothing in the format forbids it, the table does.
  DUPLICATE_EVENT(NO, NO) {
    @Override
    boolean apply(Scene scene, Random random) {
      var log = scene.log;
      var again = inCovered(scene, random).copy();
      while (!again.is("decision")) {
        again = inCovered(scene, random).copy();
      }
      var last = log.rows.getLast();
      for (int column : new int[] {MutableRow.SEGMENT, MutableRow.TIME}) {
        again.number(column, last.number(column));
      }
      again.text(MutableRow.KEY_ID, last.text(MutableRow.KEY_ID));
      again.number(MutableRow.ID, log.rows.size() + 1L);
      log.rows.add(again);
      log.reseal(log.rows.size() - 1, log.rows.size());
      log.endHere();
      return true;
    }
  };

  /// Whether a mode sees it: in every mutant, or in none.
  enum Seen {
    YES,
    NO
  }

  final Seen byChain;
  final Seen byPublic;

  LogMutation(Seen byChain, Seen byPublic) {
    this.byChain = byChain;
    this.byPublic = byPublic;
  }

  /// Does it.
  ///
  /// @return whether what is published shall follow
  abstract boolean apply(Scene scene, Random random);

  private static MutableRow inCovered(Scene scene, Random random) {
    return scene.log.rows.get(random.nextInt(scene.covered));
  }

  private static int inClosedSegment(Scene scene, Random random) {
    var rows = scene.log.rows;
    long last = rows.getLast().number(MutableRow.SEGMENT);
    int at = random.nextInt(scene.covered);
    while (rows.get(at).number(MutableRow.SEGMENT) == last) {
      at = random.nextInt(scene.covered);
    }
    return at;
  }

  /// Changes something that does not show in the order of the chain.
  private static void forge(MutableLog log, int at, Random random) {
    log.rows.get(at).change(7 + random.nextInt(13), random);
  }

  private static int cut(Scene scene, int size) {
    var rows = scene.log.rows;
    int kept = rows.get(size - 1).is(MutableLog.CLOSE) ? size - 1 : size;
    rows.subList(kept, rows.size()).clear();
    scene.log.endHere();
    return kept;
  }

  private static boolean tidied(Scene scene, Random random) {
    if (random.nextBoolean()) {
      scene.log.renumber();
    }
    scene.log.endHere();
    return true;
  }
}
