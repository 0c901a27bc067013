// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// A set of IP addresses of both families: blocks minus their exceptions. Immutable; the ranges are
/// sorted, disjoint and never adjacent.
public record AddressSet(List<AddressRange> ranges) {
  public static final AddressSet NONE = new AddressSet(List.of());

  public AddressSet {
    ranges = List.copyOf(ranges);
  }

  public static AddressSet of(AddressRange range) {
    return new AddressSet(List.of(range));
  }

  public static AddressSet of(Collection<AddressRange> ranges) {
    var out = new ArrayList<AddressRange>();
    for (AddressRange range : ranges.stream().sorted().toList()) {
      var before = out.isEmpty() ? null : out.getLast();
      if (before != null && touches(before, range)) {
        if (before.last().compareTo(range.last()) < 0) {
          out.set(out.size() - 1, new AddressRange(before.first(), range.last()));
        }
      } else {
        out.add(range);
      }
    }
    return new AddressSet(out);
  }

  private static boolean touches(AddressRange before, AddressRange range) {
    return before.first().v6() == range.first().v6()
        && (before.last().isLast() || range.first().compareTo(before.last().next()) <= 0);
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  AddressSet union(AddressSet other) {
    var all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return of(all);
  }

  public AddressSet minus(Collection<AddressRange> exceptions) {
    List<AddressRange> left = ranges;
    for (AddressRange exception : exceptions) {
      var next = new ArrayList<AddressRange>();
      left.forEach(range -> cut(range, exception, next));
      left = next;
    }
    return new AddressSet(left);
  }

  private static void cut(AddressRange range, AddressRange hole, List<AddressRange> out) {
    if (!range.overlaps(hole)) {
      out.add(range);
      return;
    }
    if (range.first().compareTo(hole.first()) < 0) {
      out.add(new AddressRange(range.first(), hole.first().previous()));
    }
    if (hole.last().compareTo(range.last()) < 0) {
      out.add(new AddressRange(hole.last().next(), range.last()));
    }
  }

  public boolean contains(Address address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  public boolean overlaps(AddressRange other) {
    return ranges.stream().anyMatch(range -> range.overlaps(other));
  }

  /// Whether every address of the range is in it.
  public boolean covers(AddressRange range) {
    return ranges.stream()
        .anyMatch(each -> each.contains(range.first()) && each.contains(range.last()));
  }

  /// Cuts the whole of one family at every border of the given sets: inside each piece, no set
  /// tells one address from another.
  static List<AddressRange> pieces(Collection<AddressSet> sets, boolean v6) {
    var starts = new TreeSet<Address>();
    starts.add(Address.first(v6));
    for (AddressSet set : sets) {
      for (AddressRange range : set.ranges) {
        if (range.first().v6() == v6) {
          starts.add(range.first());
          if (!range.last().isLast()) {
            starts.add(range.last().next());
          }
        }
      }
    }
    var out = new ArrayList<AddressRange>(starts.size());
    for (Address start : starts) {
      var after = starts.higher(start);
      out.add(new AddressRange(start, after == null ? Address.last(v6) : after.previous()));
    }
    return out;
  }

  @Override
  public String toString() {
    return String.join(",", ranges.stream().map(AddressRange::toString).toList());
  }
}
