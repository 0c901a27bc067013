// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import java.util.HexFormat;

/// A payload and the nonce that hides it, as kept beside the chain.
///
/// @param nonceHex 32 random bytes, as 64 hex characters
/// @param payload the text
public record StoredPayload(String nonceHex, String payload) {

  /// The commitment that the entry must hold, in hex.
  ///
  /// @throws IllegalArgumentException when the nonce is not hex
  public String commitment() {
    var commitments = new PayloadCommitment();
    return HexFormat.of()
        .formatHex(commitments.of(HexFormat.of().parseHex(nonceHex), ByteSink.utf8(payload)));
  }
}
