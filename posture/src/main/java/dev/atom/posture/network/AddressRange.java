// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Optional;

/// The addresses from `first` to `last`, both included, of one family.
public record AddressRange(Address first, Address last) implements Comparable<AddressRange> {
  public static final AddressRange V4 = new AddressRange(Address.first(false), Address.last(false));
  public static final AddressRange V6 = new AddressRange(Address.first(true), Address.last(true));

  public AddressRange {
    if (first.v6() != last.v6() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException(first + " to " + last + " is no range");
    }
  }

  /// The block that the text writes (`10.0.0.0/8`, `fd00::/8`; an address alone is a block of one).
  public static Optional<AddressRange> parse(String cidr) {
    int slash = cidr.indexOf('/');
    var address = Address.parse(slash < 0 ? cidr : cidr.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int bits = address.get().bits();
    int prefix = slash < 0 ? bits : number(cidr.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      return Optional.empty();
    }
    return Optional.of(
        new AddressRange(address.get().floor(prefix), address.get().ceiling(prefix)));
  }

  private static int number(String text) {
    if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(Character::isDigit)) {
      return -1;
    }
    return Integer.parseInt(text);
  }

  public boolean contains(Address address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }

  public boolean overlaps(AddressRange other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  @Override
  public int compareTo(AddressRange other) {
    int order = first.compareTo(other.first);
    return order != 0 ? order : last.compareTo(other.last);
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
