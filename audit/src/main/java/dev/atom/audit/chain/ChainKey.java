// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.chain;

import dev.atom.base.Secret;
import dev.atom.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One secret of the chain: its public id, and the hash that it makes. Immutable; [#hash()] gives
/// each thread its own working instance.
public final class ChainKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] ID_DOMAIN = "atom-audit-key-id\n".getBytes(StandardCharsets.US_ASCII);

  private final String id;
  private final SecretKeySpec key;

  private ChainKey(String id, SecretKeySpec key) {
    this.id = id;
    this.key = key;
  }

  /// The key that is the UTF-8 form of `secret`.
  public static ChainKey of(Secret secret) {
    byte[] bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
    var digest = Sha256.digest();
    digest.update(ID_DOMAIN);
    String id = HexFormat.of().formatHex(digest.digest(bytes), 0, 8);
    return new ChainKey(id, new SecretKeySpec(bytes, ALGORITHM));
  }

  /// Names the secret without telling it: 16 hex characters.
  public String id() {
    return id;
  }

  /// A working instance for one thread.
  public LinkHash hash() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return new LinkHash(mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  /// Prints the id only.
  @Override
  public String toString() {
    return "ChainKey[" + id + "]";
  }
}
