// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.contract;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses, `10.0.0.0/8` or `fc00::/7`.
///
/// @param first its first address, as a number
/// @param bits of an address of its family, 32 or 128
/// @param prefix how many bits are fixed
record AddressBlock(BigInteger first, int bits, int prefix) {
  static Optional<AddressBlock> parse(String cidr) {
    int slash = cidr.indexOf('/');
    try {
      byte[] address =
          InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash)).getAddress();
      int bits = address.length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(cidr.substring(slash + 1));
      if (prefix < 0 || prefix > bits) {
        return Optional.empty();
      }
      var number = new BigInteger(1, address);
      return Optional.of(
          new AddressBlock(
              number.shiftRight(bits - prefix).shiftLeft(bits - prefix), bits, prefix));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether every address of `other` is in it.
  boolean contains(AddressBlock other) {
    return bits == other.bits
        && prefix <= other.prefix
        && other.first.shiftRight(bits - prefix).equals(first.shiftRight(bits - prefix));
  }

  /// Whether it is every address of its family.
  boolean isWorld() {
    return prefix == 0;
  }
}
