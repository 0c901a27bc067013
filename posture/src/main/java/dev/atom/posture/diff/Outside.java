// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.diff;

import dev.atom.posture.network.PortSet;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What is open to or from addresses, as a function of the address: how ranges are cut does not
/// show in it. IPv4 lies below IPv6.
final class Outside {
  private static final BigInteger V6 = BigInteger.ONE.shiftLeft(128);

  /// From this address on, these ports.
  private final NavigableMap<BigInteger, PortSet> from = new TreeMap<>();

  /// Adds a range as it is printed: `10.0.0.0-10.255.255.255`.
  void add(String range, PortSet ports) {
    int dash = range.indexOf('-');
    BigInteger first = number(dash < 0 ? range : range.substring(0, dash));
    BigInteger behind = number(dash < 0 ? range : range.substring(dash + 1)).add(BigInteger.ONE);
    cut(first);
    cut(behind);
    from.subMap(first, behind).replaceAll((_, open) -> open.union(ports));
  }

  void cut(BigInteger at) {
    var below = from.floorEntry(at);
    from.putIfAbsent(at, below == null ? PortSet.NONE : below.getValue());
  }

  NavigableMap<BigInteger, PortSet> steps() {
    return from;
  }

  PortSet at(BigInteger address) {
    var below = from.floorEntry(address);
    return below == null ? PortSet.NONE : below.getValue();
  }

  private static BigInteger number(String address) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    var number = new BigInteger(1, bytes);
    return bytes.length == 4 ? number : number.add(V6);
  }

  /// A range from `first` to before `behind`, as it is read.
  static String text(BigInteger first, BigInteger behind) {
    BigInteger last = behind.subtract(BigInteger.ONE);
    return first.equals(last) ? address(first) : address(first) + "-" + address(last);
  }

  private static String address(BigInteger number) {
    boolean v6 = number.compareTo(V6) >= 0;
    byte[] bytes = new byte[v6 ? 16 : 4];
    byte[] value = (v6 ? number.subtract(V6) : number).toByteArray();
    for (int i = 0; i < Math.min(bytes.length, value.length); i++) {
      bytes[bytes.length - 1 - i] = value[value.length - 1 - i];
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }
}
