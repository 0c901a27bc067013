// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.testing.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  @TempDir Path folder;

  @Test
  void readsAPairAndNamesIt() {
    var keys = TestKeys.signing();
    var secret = TestKeys.write(folder.resolve("private.pem"), keys.getPrivate());
    var open = TestKeys.write(folder.resolve("public.pem"), keys.getPublic());

    var key = SigningKey.read(secret, open);

    assertThat(key.keyId()).matches("[0-9a-f]{16}");
    assertThat(key.verification().find(key.keyId()))
        .contains((java.security.interfaces.RSAPublicKey) keys.getPublic());
  }

  @Test
  void refusesASmallKey() {
    var keys = TestKeys.fresh(2048);
    var secret = TestKeys.write(folder.resolve("private.pem"), keys.getPrivate());
    var open = TestKeys.write(folder.resolve("public.pem"), keys.getPublic());

    assertThatThrownBy(() -> SigningKey.read(secret, open))
        .hasMessageContaining("private.pem")
        .hasMessageContaining("2048 bits")
        .hasMessageContaining("4096");
  }

  @Test
  void refusesAPublicKeyOfAnotherPair() {
    var secret = TestKeys.write(folder.resolve("private.pem"), TestKeys.signing().getPrivate());
    var open = TestKeys.write(folder.resolve("public.pem"), TestKeys.stranger().getPublic());

    assertThatThrownBy(() -> SigningKey.read(secret, open))
        .hasMessageContaining("public.pem is not the public half");
  }

  @Test
  void refusesWhatIsNoKeyWithoutQuotingIt() throws Exception {
    var text = Files.writeString(folder.resolve("private.pem"), "c2VjcmV0");

    assertThatThrownBy(() -> SigningKey.read(text, text))
        .hasMessageContaining("private.pem")
        .hasMessageContaining("openssl pkcs8")
        .hasMessageNotContaining("c2VjcmV0");
  }
}
