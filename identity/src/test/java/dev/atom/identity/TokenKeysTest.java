// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import dev.atom.testing.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeysTest {
  @TempDir Path folder;

  @Test
  void readsPublicKeysByTheirId() {
    Path file = TestKeys.write(folder.resolve("public.pem"), TestKeys.signing().getPublic());

    TokenKeys keys = TokenKeys.fromPemFiles(List.of(file));

    assertThat(keys.byId()).containsOnlyKeys(Fixture.TOKENS.keyId());
    assertThat(keys.find("0000000000000000")).isEmpty();
    assertThat(keys.digest()).hasSize(64).isEqualTo(Fixture.KEYS.digest());
  }

  @Test
  void aPrivateKeyIsRefusedAndItsFileNamed() throws Exception {
    Path file = folder.resolve("both.pem");
    Files.writeString(
        file,
        TestKeys.pem(TestKeys.signing().getPublic())
            + TestKeys.pem(TestKeys.signing().getPrivate()));

    assertThatThrownBy(() -> TokenKeys.fromPemFiles(List.of(file)))
        .isInstanceOf(AtomException.class)
        .hasMessageContaining("both.pem")
        .hasMessageContaining("private key");
  }

  @Test
  void aWeakKeyIsRefused() {
    var weak = TestKeys.fresh(2048);
    Path file = TestKeys.write(folder.resolve("weak.pem"), weak.getPublic());

    assertThatThrownBy(() -> TokenKeys.fromPemFiles(List.of(file)))
        .hasMessageContaining("weak.pem")
        .hasMessageContaining("2048");
    assertThat(TokenKeys.of(List.of((RSAPublicKey) weak.getPublic()), 2048).byId()).hasSize(1);
  }

  @Test
  void whatIsNoKeyIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("note.txt"), "hello");
    Path damaged =
        Files.writeString(
            folder.resolve("damaged.pem"), TestKeys.pem("PUBLIC KEY", new byte[] {1, 2, 3}));

    for (Path file : List.of(text, damaged, folder.resolve("absent.pem"))) {
      assertThatThrownBy(() -> TokenKeys.fromPemFiles(List.of(file)))
          .isInstanceOf(AtomException.class)
          .hasMessageContaining(file.toString());
    }
    assertThatThrownBy(() -> TokenKeys.fromPemFiles(List.of())).isInstanceOf(AtomException.class);
  }
}
