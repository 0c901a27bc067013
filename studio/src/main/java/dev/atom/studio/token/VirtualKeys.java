// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.token;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes the key by which the provider gateway knows an agent, sealed so that only the provider
/// gateway can read it: `base64url(nonce || AES-256-GCM(vk-<64 hex>))`, bound to the agent's id.
public final class VirtualKeys {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;
  private final RandomGenerator random;

  /// @param encryptionKey 64 hex characters
  /// @param random cryptographically strong
  /// @throws AtomException BAD_CONFIGURATION when the key has another form
  public VirtualKeys(Secret encryptionKey, RandomGenerator random) {
    this.key = new SecretKeySpec(bytes(encryptionKey), "AES");
    this.random = random;
  }

  /// A new key for `agent`, sealed. The key itself is not kept.
  public String sealedFor(UUID agent) {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      // SECURITY(T-21): a key sealed for one agent does not open as another's
      cipher.updateAAD(agent.toString().getBytes(StandardCharsets.UTF_8));
      byte[] plain = ("vk-" + HexFormat.of().formatHex(secret)).getBytes(StandardCharsets.US_ASCII);
      byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
      System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private static byte[] bytes(Secret encryptionKey) {
    try {
      byte[] bytes = HexFormat.of().parseHex(encryptionKey.reveal());
      if (bytes.length == KEY_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // told below, without the value
    }
    throw new AtomException(
        ErrorCode.BAD_CONFIGURATION,
        "the encryption key must be 64 hex characters, as openssl rand -hex 32 makes them; it has "
            + encryptionKey.length()
            + " characters");
  }
}
