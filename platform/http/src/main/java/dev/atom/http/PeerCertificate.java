// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import io.vertx.core.http.HttpConnection;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Who is at the other end of a connection, by the certificate that TLS verified.
public final class PeerCertificate {
  private PeerCertificate() {}

  /// The subject's common name; empty without a certificate or with anything but one common name.
  public static Optional<String> commonName(HttpConnection connection) {
    if (!connection.isSsl()) {
      return Optional.empty();
    }
    try {
      var chain = connection.peerCertificates();
      return chain != null && !chain.isEmpty() && chain.getFirst() instanceof X509Certificate leaf
          ? commonName(leaf)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  /// The subject's common name of a certificate that was verified.
  public static Optional<String> commonName(X509Certificate leaf) {
    return commonName(leaf.getSubjectX500Principal().getName());
  }

  /// The common name within an RFC 2253 name.
  static Optional<String> commonName(String distinguishedName) {
    try {
      var names =
          new LdapName(distinguishedName)
              .getRdns().stream()
                  .filter(rdn -> rdn.size() == 1 && rdn.getType().equalsIgnoreCase("CN"))
                  .map(Rdn::getValue)
                  .toList();
      return names.size() == 1 && names.getFirst() instanceof String name
          ? Optional.of(name)
          : Optional.empty();
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }
}
