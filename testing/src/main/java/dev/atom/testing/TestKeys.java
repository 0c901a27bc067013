// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/// RSA-4096 key pairs for tests, each made once per JVM since making one takes seconds, and their
/// PEM forms.
public final class TestKeys {
  private static final int BITS = 4096;

  private TestKeys() {}

  /// The pair that signs the tokens of these tests.
  public static KeyPair signing() {
    return Signing.PAIR;
  }

  /// Another pair, which nobody trusts.
  public static KeyPair stranger() {
    return Stranger.PAIR;
  }

  /// A fresh pair of `bits`; slow.
  public static KeyPair fresh(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  /// The PEM text of a key: SPKI for a public key, PKCS#8 for a private one.
  public static String pem(Key key) {
    return pem(key.getFormat().equals("X.509") ? "PUBLIC KEY" : "PRIVATE KEY", key.getEncoded());
  }

  /// A PEM text with any label.
  public static String pem(String label, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /// Writes the PEM text of `key` to `file` and gives the file back.
  public static Path write(Path file, Key key) {
    try {
      return Files.writeString(file, pem(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Signing {
    static final KeyPair PAIR = fresh(BITS);
  }

  private static final class Stranger {
    static final KeyPair PAIR = fresh(BITS);
  }
}
