// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import java.util.Optional;

/// What a token was issued for; revocation works per subject and kind.
public enum TokenKind {
  /// An agent's token held by its developer.
  CLIENT("client"),
  /// An agent's token mounted into its running pod.
  POD("pod"),
  /// A person's access token.
  HUMAN("human");

  private final String written;

  TokenKind(String written) {
    this.written = written;
  }

  /// The name in claims and in the database.
  public String written() {
    return written;
  }

  /// Reads the written name; empty when it is none of them.
  public static Optional<TokenKind> read(String written) {
    for (TokenKind kind : values()) {
      if (kind.written.equals(written)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
