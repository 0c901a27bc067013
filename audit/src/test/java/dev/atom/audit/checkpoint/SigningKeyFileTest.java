// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.audit.checkpoint.SignedNote.Standing;
import dev.atom.base.AtomException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningKeyFileTest {
  @TempDir Path folder;

  @Test
  void signsWithTheKeyItMade() throws IOException {
    Path file = folder.resolve("key.pem");
    SigningKeyFile.make(file, new SecureRandom());
    var signer = SigningKeyFile.open(file, "a.example/audit", KeyType.ED25519);
    var note = SignedNote.sign("text\n", List.of(signer));

    assertThat(note.verify(List.of(signer.publicKey()))).isInstanceOf(Standing.Signed.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(SigningKeyFile.open(file, "a.example/audit", KeyType.ED25519).publicKey())
        .isEqualTo(signer.publicKey());
  }

  @Test
  void writesNoKeyOverAnother() {
    Path file = folder.resolve("key.pem");
    SigningKeyFile.make(file, new SecureRandom());

    assertThatExceptionOfType(AtomException.class)
        .isThrownBy(() -> SigningKeyFile.make(file, new SecureRandom()))
        .withMessageContaining("not written over");
  }

  @Test
  void refusesAKeyThatOthersCanRead() throws IOException {
    Path file = folder.resolve("key.pem");
    SigningKeyFile.make(file, new SecureRandom());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatExceptionOfType(AtomException.class)
        .isThrownBy(() -> SigningKeyFile.open(file, "a.example/audit", KeyType.ED25519))
        .withMessageContaining("chmod 600");
  }

  @Test
  void refusesWhatIsNoKey() throws IOException {
    Path file = Files.writeString(folder.resolve("key.pem"), "no key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThatExceptionOfType(AtomException.class)
        .isThrownBy(() -> SigningKeyFile.open(file, "a.example/audit", KeyType.ED25519))
        .withMessageContaining("not one PRIVATE KEY");
  }
}
