// SPDX-License-Identifier: Apache-2.0
package dev.atom.audit.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// The certificate that a PKCS#11 key store demands beside a key. It only carries the public key:
/// nobody trusts it for anything, so it is self-signed and valid for long.
final class TokenCertificate {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int UTF8 = 0x0C;
  private static final int UTC_TIME = 0x17;
  private static final int BIT_STRING = 0x03;
  private static final byte[] SERIAL = {0x02, 0x01, 0x01};
  private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

  private TokenCertificate() {}

  static X509Certificate of(String name, KeyPair pair, Provider provider)
      throws GeneralSecurityException {
    byte[] validity =
        der(SEQUENCE, der(UTC_TIME, ascii("260101000000Z")), der(UTC_TIME, ascii("491231235959Z")));
    byte[] who =
        der(
            SEQUENCE,
            der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, name.getBytes(StandardCharsets.UTF_8)))));
    byte[] body =
        der(SEQUENCE, SERIAL, ECDSA_SHA256, who, validity, who, pair.getPublic().getEncoded());
    var signature = Signature.getInstance("SHA256withECDSA", provider);
    signature.initSign(pair.getPrivate());
    signature.update(body);
    byte[] certificate =
        der(SEQUENCE, body, ECDSA_SHA256, der(BIT_STRING, new byte[1], signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// A tag, the length in its shortest form, the parts.
  private static byte[] der(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >>> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
