// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import dev.atom.base.AtomException;
import dev.atom.base.Secret;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import javax.management.ObjectName;

/// Signs with a token in a process of its own: the token's library reads its configuration from the
/// environment. Prints the note, then what it has to say.
final class TokenMain {
  private TokenMain() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    var token = new TokenSigner.Token(Path.of(arguments[0]), 0, Secret.of("1234"), "atom-audit");
    var wrong = new TokenSigner.Token(token.library(), 0, Secret.of("4321"), "atom-audit");
    System.out.println("wrong pin: " + refusal(() -> TokenSigner.open(wrong, "a.example")));
    System.out.println("without a key: " + refusal(() -> TokenSigner.open(token, "a.example")));
    TokenSigner.make(token);
    System.out.println("twice: " + refusal(() -> TokenSigner.make(token)));

    SigningKeyFile.make(folder.resolve("key.pem"), new SecureRandom());
    var file = SigningKeyFile.open(folder.resolve("key.pem"), "a.example", KeyType.ED25519);
    var hsm = TokenSigner.open(token, "a.example");
    var note = SignedNote.sign("a.example\n0\ntext\n", List.of(file, hsm));
    Files.write(folder.resolve("note"), note.bytes());
    Files.writeString(
        folder.resolve("keys"), file.publicKey().text() + "\n" + hsm.publicKey().text());
    long start = System.nanoTime();
    int count = 0;
    while (System.nanoTime() - start < 1_000_000_000L) {
      hsm.sign("text".getBytes(StandardCharsets.UTF_8));
      count++;
    }
    keysInMemory();
    System.out.println("signatures a second: " + count);
  }

  /// The classes of private keys that live objects have.
  private static void keysInMemory() throws Exception {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    String.valueOf(histogram)
        .lines()
        .filter(line -> line.contains("PrivateKey"))
        .forEach(line -> System.out.println("in memory: " + line.strip()));
  }

  private static String refusal(Runnable attempt) {
    try {
      attempt.run();
      return "accepted";
    } catch (AtomException e) {
      return e.code() + " " + e.getMessage();
    }
  }
}
