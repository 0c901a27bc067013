// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class VirtualKeysTest {
  private static final String KEY =
      "8f1c0a93be7745d2a6c1e0f4937bd85216aa3c70ef94d1b85c2e7f6034d9ab17";
  private static final UUID AGENT = UUID.fromString("0b2f9d4e-7c11-4a7e-9a51-1f0c3c7e2d10");

  private final VirtualKeys keys = new VirtualKeys(Secret.of(KEY), new SecureRandom());

  @Test
  void aSealedKeyOpensForItsAgentOnly() throws Exception {
    var sealed = keys.sealedFor(AGENT);

    assertThat(open(sealed, AGENT.toString())).matches("vk-[0-9a-f]{64}");
    assertThatThrownBy(() -> open(sealed, UUID.randomUUID().toString()))
        .isInstanceOf(GeneralSecurityException.class);
    assertThat(keys.sealedFor(AGENT)).isNotEqualTo(sealed);
  }

  @Test
  void anotherFormOfEncryptionKeyIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> new VirtualKeys(Secret.of("zz" + KEY), new SecureRandom()))
        .hasMessageContaining("64 hex characters")
        .hasMessageNotContaining(KEY);
  }

  private static String open(String sealed, String agent) throws GeneralSecurityException {
    byte[] bytes = Base64.getUrlDecoder().decode(sealed);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(HexFormat.of().parseHex(KEY), "AES"),
        new GCMParameterSpec(128, bytes, 0, 12));
    cipher.updateAAD(agent.getBytes(StandardCharsets.UTF_8));
    return new String(cipher.doFinal(bytes, 12, bytes.length - 12), StandardCharsets.UTF_8);
  }
}
