// SPDX-License-Identifier: Apache-2.0
package dev.atom.rego.builtin;

import dev.atom.rego.ObjectValue;
import dev.atom.rego.SetValue;
import dev.atom.rego.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Address ranges, on the text alone: no name is looked up.
final class Networks {
  private static final int EXPANDED_BITS_MAX = 20;

  private Networks() {}

  static List<Builtin> table() {
    return List.of(
        new Builtin("net.cidr_contains", 2, (c, a) -> Value.of(contains(a))),
        new Builtin("net.cidr_intersects", 2, (c, a) -> Value.of(intersects(a))),
        new Builtin("net.cidr_is_valid", 1, (c, a) -> Value.of(isValid(a[0]))),
        new Builtin("net.cidr_contains_matches", 2, (c, a) -> matches(c, a)),
        new Builtin("net.cidr_expand", 1, (c, a) -> expand(c, Cidr.parse(Args.text(a, 0), false))),
        new Builtin("net.cidr_merge", 1, (c, a) -> merge(Args.texts(a, 0))));
  }

  private static boolean contains(Value[] args) {
    Cidr whole = Cidr.parse(Args.text(args, 0), false);
    return whole.contains(Cidr.parse(Args.text(args, 1), true));
  }

  private static boolean intersects(Value[] args) {
    Cidr a = Cidr.parse(Args.text(args, 0), false);
    Cidr b = Cidr.parse(Args.text(args, 1), false);
    return a.contains(b) || b.contains(a);
  }

  private static boolean isValid(Value value) {
    if (!(value instanceof Value.Str text)) {
      return false;
    }
    try {
      Cidr.parse(text.text(), false);
      return true;
    } catch (BuiltinException e) {
      return false;
    }
  }

  private record Entry(Value key, Cidr cidr) {}

  private static Value matches(BuiltinContext context, Value[] args) {
    List<Entry> ranges = entries(args, 0);
    List<Entry> addresses = entries(args, 1);
    context.charge((long) ranges.size() * addresses.size());
    var pairs = new SetValue.Builder(8);
    for (Entry range : ranges) {
      for (Entry address : addresses) {
        if (range.cidr.contains(address.cidr)) {
          pairs.add(Value.array(range.key, address.key));
        }
      }
    }
    return pairs.build();
  }

  private static List<Entry> entries(Value[] args, int index) {
    var entries = new ArrayList<Entry>();
    switch (args[index]) {
      case Value.Str text -> entries.add(new Entry(text, Cidr.parse(text.text(), true)));
      case Value.Arr array -> {
        for (int i = 0; i < array.size(); i++) {
          entries.add(new Entry(Value.of(i), cidr(array.get(i), index)));
        }
      }
      case SetValue set -> set.items().forEach(i -> entries.add(new Entry(i, cidr(i, index))));
      case ObjectValue object ->
          object.forEach((key, value) -> entries.add(new Entry(key, cidr(value, index))));
      default -> throw Args.wrong(args, index, "one of {string, array, set, object}");
    }
    return entries;
  }

  private static Cidr cidr(Value value, int index) {
    Value first = value instanceof Value.Arr array && array.size() > 0 ? array.get(0) : value;
    if (!(first instanceof Value.Str text)) {
      throw BuiltinException.failed(
          "operand " + (index + 1) + ": element must be string or non-empty array");
    }
    return Cidr.parse(text.text(), true);
  }

  private static Value expand(BuiltinContext context, Cidr cidr) {
    int free = cidr.width() - cidr.prefix();
    if (free > EXPANDED_BITS_MAX) {
      throw BuiltinException.failed("range of 2^" + free + " addresses is too large to expand");
    }
    context.charge(1L << free);
    var addresses = new SetValue.Builder(1 << free);
    for (int i = 0; i < 1 << free; i++) {
      BigInteger address = cidr.first().add(BigInteger.valueOf(i));
      addresses.add(Value.of(Cidr.text(address, cidr.width())));
    }
    return addresses.build();
  }

  private static Value merge(List<String> texts) {
    var open = new ArrayList<Cidr>();
    texts.forEach(text -> open.add(Cidr.parse(text, true).classful(text)));
    Collections.sort(open);
    var merged = new ArrayList<Cidr>();
    for (Cidr cidr : open) {
      if (!merged.isEmpty() && merged.getLast().contains(cidr)) {
        continue;
      }
      merged.add(cidr);
      while (merged.size() > 1 && merged.get(merged.size() - 2).isSibling(merged.getLast())) {
        merged.removeLast();
        merged.add(merged.removeLast().parent());
      }
    }
    var set = new SetValue.Builder(merged.size());
    merged.forEach(cidr -> set.add(Value.of(cidr.text())));
    return set.build();
  }
}
