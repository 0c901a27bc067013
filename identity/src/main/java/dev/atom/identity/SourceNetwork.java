// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// The network that a budget per source counts together: an IPv4 address by itself, and the /64 of
/// an IPv6 address, since whoever has one address of a /64 has all of them.
///
/// SECURITY(T-30): moving through the addresses of one's own network buys no second budget.
public final class SourceNetwork {
  private static final HexFormat HEX = HexFormat.of();
  private static final int PREFIX_BYTES = 8;

  private SourceNetwork() {}

  /// The network of a peer's address without port; text that is no address stands for itself.
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    int zone = address.indexOf('%');
    try {
      return network(InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone)));
    } catch (IllegalArgumentException _) {
      return address;
    }
  }

  /// An IPv4 address in the clothes of IPv6 comes out of the JDK's reader as what it is.
  private static String network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    var text = new StringBuilder(24);
    for (int at = 0; at < PREFIX_BYTES; at += 2) {
      text.append(HEX.formatHex(bytes, at, at + 2)).append(':');
    }
    return text.append(":/64").toString();
  }
}
