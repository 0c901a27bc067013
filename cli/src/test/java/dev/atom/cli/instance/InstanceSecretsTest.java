// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.PrivateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceSecretsTest {
  @TempDir Path temp;

  @Test
  void gateGetsThePublicHalfAndNothingElseOfTheTokenKey() throws Exception {
    var data = new DataFolder(temp.resolve("data"));
    data.prepare();
    new InstanceSecrets(data, new SecureRandom()).ensure(true);

    var key = (RSAPrivateKey) PemFiles.privateKey(InstanceSecrets.signingKey(data), "RSA");
    assertThat(key.getModulus().bitLength()).isEqualTo(4096);
    try (Stream<Path> files = Files.walk(data.etc(DataFolder.GATE))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("PRIVATE");
      }
    }
    assertThat(PrivateFiles.read(InstanceSecrets.verifyingKey(data, DataFolder.GATE)))
        .isEqualTo(PrivateFiles.read(InstanceSecrets.verifyingKey(data, DataFolder.STUDIO)));
  }

  @Test
  void whatIsThereIsNeverReplaced() {
    var data = new DataFolder(temp.resolve("data"));
    data.prepare();
    PrivateFiles.write(InstanceSecrets.signingKey(data), "signing key");
    PrivateFiles.write(InstanceSecrets.verifyingKey(data, DataFolder.STUDIO), "verifying key");
    PrivateFiles.write(data.hmacSecret(), "chain secret");

    new InstanceSecrets(data, new SecureRandom()).ensure(false);

    assertThat(PrivateFiles.read(data.hmacSecret())).isEqualTo("chain secret");
    assertThat(PrivateFiles.read(InstanceSecrets.signingKey(data))).isEqualTo("signing key");
    assertThat(PrivateFiles.read(data.encryptionKey())).matches("[0-9a-f]{64}");
    assertThat(data.adminPassword()).doesNotExist();
  }
}
