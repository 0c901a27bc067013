// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.Arrays;

/// A set of ports per protocol: what of a connection is allowed, denied or asked for. Immutable.
///
/// Prints as `TCP 80-90,443,UDP 53`, the whole as `All Connections`, nothing as `No Connections`.
public final class PortSet {
  static final int LOWEST = 1;
  static final int HIGHEST = 65_535;

  private static final int[] WHOLE = Spans.of(LOWEST, HIGHEST);

  /// Nothing.
  public static final PortSet NONE = new PortSet(Spans.NONE, Spans.NONE, Spans.NONE);

  /// Every port of every protocol.
  public static final PortSet ALL = new PortSet(WHOLE, WHOLE, WHOLE);

  private final int[] sctp;
  private final int[] tcp;
  private final int[] udp;

  private PortSet(int[] sctp, int[] tcp, int[] udp) {
    this.sctp = sctp;
    this.tcp = tcp;
    this.udp = udp;
  }

  /// The ports `first` to `last`, both included, of one protocol.
  public static PortSet of(Protocol protocol, int first, int last) {
    int[] spans = Spans.of(Math.max(LOWEST, first), Math.min(HIGHEST, last));
    return switch (protocol) {
      case SCTP -> new PortSet(spans, Spans.NONE, Spans.NONE);
      case TCP -> new PortSet(Spans.NONE, spans, Spans.NONE);
      case UDP -> new PortSet(Spans.NONE, Spans.NONE, spans);
    };
  }

  /// One port.
  public static PortSet of(Protocol protocol, int port) {
    return of(protocol, port, port);
  }

  /// Every port of one protocol.
  public static PortSet of(Protocol protocol) {
    return of(protocol, LOWEST, HIGHEST);
  }

  private int[] spans(Protocol protocol) {
    return switch (protocol) {
      case SCTP -> sctp;
      case TCP -> tcp;
      case UDP -> udp;
    };
  }

  public boolean isEmpty() {
    return sctp.length == 0 && tcp.length == 0 && udp.length == 0;
  }

  public boolean isAll() {
    return isWhole(sctp) && isWhole(tcp) && isWhole(udp);
  }

  private static boolean isWhole(int[] spans) {
    return spans.length == 2 && spans[0] == LOWEST && spans[1] == HIGHEST;
  }

  public boolean contains(Protocol protocol, int port) {
    return Spans.contains(spans(protocol), port);
  }

  public boolean containsAll(PortSet other) {
    return other.minus(this).isEmpty();
  }

  public PortSet union(PortSet other) {
    if (isAll() || other.isEmpty()) {
      return this;
    }
    if (other.isAll() || isEmpty()) {
      return other;
    }
    return settled(
        Spans.union(sctp, other.sctp), Spans.union(tcp, other.tcp), Spans.union(udp, other.udp));
  }

  public PortSet intersection(PortSet other) {
    if (isEmpty() || other.isAll()) {
      return this;
    }
    if (other.isEmpty() || isAll()) {
      return other;
    }
    return settled(
        Spans.intersection(sctp, other.sctp),
        Spans.intersection(tcp, other.tcp),
        Spans.intersection(udp, other.udp));
  }

  public PortSet minus(PortSet other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    if (other.isAll()) {
      return NONE;
    }
    return settled(
        Spans.minus(sctp, other.sctp, LOWEST, HIGHEST),
        Spans.minus(tcp, other.tcp, LOWEST, HIGHEST),
        Spans.minus(udp, other.udp, LOWEST, HIGHEST));
  }

  private static PortSet settled(int[] sctp, int[] tcp, int[] udp) {
    var set = new PortSet(sctp, tcp, udp);
    return set.isEmpty() ? NONE : set.isAll() ? ALL : set;
  }

  /// Some port of the set, to name a concrete one: the lowest TCP port if there is one.
  ///
  /// @throws IllegalStateException when the set is empty
  public String sample() {
    for (Protocol protocol : new Protocol[] {Protocol.TCP, Protocol.UDP, Protocol.SCTP}) {
      int[] own = spans(protocol);
      if (own.length > 0) {
        return protocol + " " + own[0];
      }
    }
    throw new IllegalStateException("an empty set has no port");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortSet set
        && Arrays.equals(sctp, set.sctp)
        && Arrays.equals(tcp, set.tcp)
        && Arrays.equals(udp, set.udp);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(sctp) + Arrays.hashCode(tcp)) + Arrays.hashCode(udp);
  }

  @Override
  public String toString() {
    if (isAll()) {
      return "All Connections";
    }
    if (isEmpty()) {
      return "No Connections";
    }
    var out = new StringBuilder();
    for (Protocol protocol : Protocol.all()) {
      int[] own = spans(protocol);
      if (own.length > 0) {
        out.append(out.isEmpty() ? "" : ",").append(protocol).append(' ');
        Spans.append(out, own);
      }
    }
    return out.toString();
  }
}
