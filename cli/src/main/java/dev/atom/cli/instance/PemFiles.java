// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Keys and certificates as PEM text (RFC 7468).
public final class PemFiles {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private PemFiles() {}

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /// The first certificate in the file.
  ///
  /// @throws AtomException BAD_CONFIGURATION when there is none
  public static X509Certificate certificate(Path file) {
    byte[] text = PrivateFiles.read(file).getBytes(StandardCharsets.US_ASCII);
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(text));
    } catch (GeneralSecurityException e) {
      throw unusable(file, e);
    }
  }

  /// The PKCS#8 private key in the file.
  ///
  /// @param algorithm `EC` or `RSA`
  /// @throws AtomException BAD_CONFIGURATION when there is none
  public static PrivateKey privateKey(Path file, String algorithm) {
    String body = PrivateFiles.read(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(file, e);
    }
  }

  private static AtomException unusable(Path file, Exception e) {
    return new AtomException(
        ErrorCode.BAD_CONFIGURATION,
        "the file "
            + file
            + " is not usable: "
            + e.getMessage()
            + "; delete the folder 'etc' of the instance and start again to get new ones",
        e);
  }
}
