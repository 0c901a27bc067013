// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS towards the processes of one instance: its authority is the only one trusted, and the caller
/// shows the certificate of `cli` when asked.
public final class InstanceTls {
  private InstanceTls() {}

  /// A client that shows the certificate of `cli`, for listeners that want one.
  ///
  /// @throws AtomException DEPENDENCY_UNAVAILABLE when the instance was never started
  public static HttpClient client(DataFolder data) {
    return client(data, true);
  }

  /// A client without a certificate, for listeners that want a token; cheaper to start.
  ///
  /// @throws AtomException DEPENDENCY_UNAVAILABLE when the instance was never started
  public static HttpClient anonymousClient(DataFolder data) {
    return client(data, false);
  }

  private static HttpClient client(DataFolder data, boolean withCertificate) {
    return HttpClient.newBuilder()
        .sslContext(context(data, withCertificate))
        .connectTimeout(Duration.ofSeconds(5))
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  private static SSLContext context(DataFolder data, boolean withCertificate) {
    if (!Files.exists(data.caCertificate())) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE,
          "there is no instance in " + data.root() + ": start one with ./atom up");
    }
    try {
      var trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("ca", PemFiles.certificate(data.caCertificate()));
      var trustManagers = TrustManagerFactory.getInstance("PKIX");
      trustManagers.init(trust);
      var context = SSLContext.getInstance("TLS");
      context.init(
          withCertificate ? keyManagers(data) : null, trustManagers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the certificates in " + data.root() + " are unusable", e);
    }
  }

  private static KeyManager[] keyManagers(DataFolder data)
      throws GeneralSecurityException, IOException {
    var factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys(data), new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore keys(DataFolder data) throws GeneralSecurityException, IOException {
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (Files.isReadable(data.privateKey(DataFolder.CLI))) {
      keys.setKeyEntry(
          DataFolder.CLI,
          PemFiles.privateKey(data.privateKey(DataFolder.CLI), "EC"),
          new char[0],
          new Certificate[] {PemFiles.certificate(data.certificate(DataFolder.CLI))});
    }
    return keys;
  }
}
