// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.diff.Change.Aspect;
import dev.atom.posture.diff.Change.Direction;
import dev.atom.posture.network.Connection;
import dev.atom.posture.network.Connectivity;
import dev.atom.posture.network.NetworkModel;
import dev.atom.posture.network.PortSet;
import dev.atom.posture.network.Reachability;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Pairs that reach each other now and did not before, and the other way round, by ports. How
/// addresses are cut into ranges, and which policy allows what, is no change.
final class ReachDiff {
  private static final String EXTERNAL = "[External]";
  private static final String ARROW = " => ";

  private final List<Change> changes = new ArrayList<>();

  private ReachDiff() {}

  static List<Change> of(Release before, Release after) {
    var diff = new ReachDiff();
    Pairs was = Pairs.of(before);
    Pairs is = Pairs.of(after);
    Set<String> known = new TreeSet<>(was.pods.keySet());
    known.addAll(is.pods.keySet());
    for (String pair : known) {
      diff.compare(
          pair,
          was.pods.getOrDefault(pair, PortSet.NONE),
          is.pods.getOrDefault(pair, PortSet.NONE));
    }
    Set<String> sides = new TreeSet<>(was.outside.keySet());
    sides.addAll(is.outside.keySet());
    for (String side : sides) {
      diff.outside(
          side,
          was.outside.getOrDefault(side, new Outside()),
          is.outside.getOrDefault(side, new Outside()));
    }
    return diff.changes;
  }

  private void outside(String side, Outside was, Outside is) {
    Set<BigInteger> cuts = new TreeSet<>(was.steps().keySet());
    cuts.addAll(is.steps().keySet());
    BigInteger start = null;
    PortSet old = PortSet.NONE;
    PortSet now = PortSet.NONE;
    for (BigInteger cut : cuts) {
      if (was.at(cut).equals(old) && is.at(cut).equals(now)) {
        continue;
      }
      if (start != null) {
        compare(side.replace(EXTERNAL, Outside.text(start, cut) + EXTERNAL), old, now);
      }
      start = cut;
      old = was.at(cut);
      now = is.at(cut);
    }
  }

  private void compare(String pair, PortSet was, PortSet is) {
    if (was.equals(is)) {
      return;
    }
    Direction way = Direction.CHANGED;
    if (was.isEmpty()) {
      way = Direction.NEW;
    } else if (is.isEmpty()) {
      way = Direction.GONE;
    } else if (is.union(was).equals(is)) {
      way = Direction.WIDENED;
    } else if (is.union(was).equals(was)) {
      way = Direction.NARROWED;
    }
    changes.add(
        new Change(
            Aspect.REACHABILITY,
            way,
            pair,
            "",
            was.isEmpty() ? "" : was.toString(),
            is.isEmpty() ? "" : is.toString(),
            way == Direction.GONE || way == Direction.NARROWED
                ? Optional.empty()
                : Optional.of(HighRisk.NETWORK_POLICY)));
  }

  private static final class Pairs {
    private final SortedMap<String, PortSet> pods = new TreeMap<>();
    private final SortedMap<String, Outside> outside = new TreeMap<>();

    static Pairs of(Release release) {
      var pairs = new Pairs();
      var model = NetworkModel.of(release.cluster());
      new Connectivity(Reachability.of(model), true).tell(pairs::take);
      return pairs;
    }

    private void take(Connection it) {
      if (it.source().endsWith(EXTERNAL)) {
        outside(EXTERNAL + ARROW + it.target(), it.source(), it.ports());
      } else if (it.target().endsWith(EXTERNAL)) {
        outside(it.source() + ARROW + EXTERNAL, it.target(), it.ports());
      } else {
        pods.merge(it.source() + ARROW + it.target(), it.ports(), PortSet::union);
      }
    }

    private void outside(String side, String range, PortSet ports) {
      outside
          .computeIfAbsent(side, _ -> new Outside())
          .add(range.substring(0, range.length() - EXTERNAL.length()), ports);
    }
  }
}
