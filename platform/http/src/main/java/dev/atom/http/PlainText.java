// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import java.util.function.Consumer;

/// What happens to a client that speaks without TLS to a listener that has nothing else.
@FunctionalInterface
public interface PlainText {
  /// Called once per such connection, on its event loop.
  ///
  /// @param remote the peer's address without port
  /// @param http whether its first byte could begin an HTTP request
  /// @param answer takes what is written before the connection is closed, which may be nothing; any
  ///   thread may call it
  void spoken(String remote, boolean http, Consumer<byte[]> answer);
}
