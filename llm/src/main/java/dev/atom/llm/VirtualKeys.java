// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens the virtual keys that studio sealed: base64url of a 12-byte nonce and the AES-256-GCM
/// ciphertext of `vk-` with 64 hex characters, bound to the agent's id. Safe for any thread.
final class VirtualKeys {
  /// The length of the encryption key in the configuration.
  static final int KEY_HEX_LENGTH = 64;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int SEALED_BYTES = NONCE_BYTES + 3 + 64 + TAG_BITS / 8;
  private static final int SEALED_LENGTH_MAX = 160;

  /// What opening came to.
  sealed interface Opening {
    /// The key is the agent's.
    ///
    /// @param hash SHA-256 of the opened key, hex: for the audit trail
    record Opened(String hash) implements Opening {}

    /// It is not.
    ///
    /// @param reason a stable code
    record Refused(String reason) implements Opening {}
  }

  private final SecretKey key;

  /// @throws AtomException BAD_CONFIGURATION when the key is not 64 hex characters
  VirtualKeys(Secret encryptionKey) {
    try {
      key = new SecretKeySpec(HexFormat.of().parseHex(encryptionKey.reveal()), "AES");
    } catch (IllegalArgumentException _) {
      // The cause would repeat characters of the key.
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          "the encryption key is not 64 hex characters: make one with openssl rand -hex 32");
    }
  }

  /// Opens the value of an authorization header for the agent that the call claims to be of.
  Opening open(String authorization, String agentId) {
    if (!authorization.startsWith("Bearer ")) {
      return new Opening.Refused("virtual_key_missing");
    }
    String sealed = authorization.substring("Bearer ".length()).strip();
    if (CallerTokens.hasTokenForm(sealed)) {
      return new Opening.Refused("caller_token_forwarded");
    }
    if (agentId.isEmpty()) {
      return new Opening.Refused("agent_missing");
    }
    if (sealed.length() > SEALED_LENGTH_MAX) {
      return new Opening.Refused("virtual_key_malformed");
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(sealed);
      return bytes.length == SEALED_BYTES
          ? decrypt(bytes, agentId)
          : new Opening.Refused("virtual_key_malformed");
    } catch (IllegalArgumentException _) {
      return new Opening.Refused("virtual_key_malformed");
    }
  }

  private Opening decrypt(byte[] sealed, String agentId) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
      // SECURITY(T-21): a key sealed for another agent does not open
      cipher.updateAAD(agentId.getBytes(StandardCharsets.UTF_8));
      byte[] opened = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      return new Opening.Opened(Sha256.hex(opened));
    } catch (AEADBadTagException _) {
      return new Opening.Refused("virtual_key_not_of_agent");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES/GCM", e);
    }
  }
}
