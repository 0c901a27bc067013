// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.demo;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.PemFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// TLS as an agent has it: it trusts the instance's authority and shows no certificate.
record Trust(SSLContext context, X509TrustManager manager) {
  static Trust of(DataFolder data) {
    try {
      var roots = KeyStore.getInstance("PKCS12");
      roots.load(null, null);
      roots.setCertificateEntry("ca", PemFiles.certificate(data.caCertificate()));
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(roots);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return new Trust(context, (X509TrustManager) factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException | IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, data.caCertificate() + " is unusable", e);
    }
  }
}
