// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.wire;

/// Answers what the [Listener] takes off the wire. Blocking; does not throw.
public interface Judge {
  /// The answer to a request.
  Outbound answer(Inbound inbound);

  /// The answer to bytes that are no request, if there is still somebody to answer.
  ///
  /// @param remote the peer's address without port
  /// @param why what is wrong with them
  Outbound unreadable(String remote, String why);
}
