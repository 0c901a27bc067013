// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.uplink;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Makes the TLS side of a connection from files, which are read anew for each connection: that is
/// how they are rotated.
final class UplinkTls {
  private UplinkTls() {}

  /// @throws AtomException BAD_CONFIGURATION naming the file that cannot be used
  static SSLSocketFactory sockets(IntakeConfig config) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      var trust = new PinnedTrust(trust(config), config.pins());
      context.init(keys(config), new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the files of intake's TLS cannot be used: " + e, e);
    }
  }

  private static X509ExtendedTrustManager trust(IntakeConfig config)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (byte[] der : PemText.all(config.ca(), "CERTIFICATE")) {
      store.setCertificateEntry("ca" + number++, certificate(der));
    }
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static KeyManager @Nullable [] keys(IntakeConfig config)
      throws GeneralSecurityException, IOException {
    if (config.client().isEmpty()) {
      return null;
    }
    var client = config.client().get();
    List<byte[]> ders = PemText.all(client.certificate(), "CERTIFICATE");
    Certificate[] chain = new Certificate[ders.size()];
    for (int i = 0; i < chain.length; i++) {
      chain[i] = certificate(ders.get(i));
    }
    KeyStore store = emptyStore();
    PrivateKey key = privateKey(PemText.only(client.key(), "PRIVATE KEY"));
    store.setKeyEntry("own", key, new char[0], chain);
    var factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static PrivateKey privateKey(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException _) {
        // The next kind of key, then.
      }
    }
    throw new InvalidKeySpecException("neither an EC, an RSA nor an Ed25519 key");
  }

  private static X509Certificate certificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /// What the authority vouches for, and of that only what was pinned.
  private static final class PinnedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authority;
    private final List<String> pins;

    PinnedTrust(X509ExtendedTrustManager authority, List<String> pins) {
      this.authority = authority;
      this.pins = pins;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      authority.checkServerTrusted(chain, type, socket);
      checkPin(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      authority.checkServerTrusted(chain, type, engine);
      checkPin(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      authority.checkServerTrusted(chain, type);
      checkPin(chain);
    }

    private void checkPin(X509Certificate[] chain) throws CertificateException {
      String key = Sha256.hex(chain[0].getPublicKey().getEncoded());
      if (!pins.isEmpty() && !pins.contains(key)) {
        throw new CertificateException("intake's public key " + key + " is not pinned");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("nobody connects to us");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("nobody connects to us");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("nobody connects to us");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authority.getAcceptedIssuers();
    }
  }
}
