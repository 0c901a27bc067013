// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

/// Why bytes are not one well-framed request: what `HttpServerRequest.decoderResult` says of it.
/// Travels as a value, never thrown across a room.
final class MalformedRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedRequestException(String message) {
    super(message);
  }

  /// No stack: it would be the same every time.
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
