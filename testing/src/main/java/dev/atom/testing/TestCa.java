// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// A certificate authority for tests: its certificate and those it issues lie as PEM files in one
/// folder. Certificates are P-256, valid for localhost and the loopback addresses, for 1970 to 2099
/// unless asked otherwise.
public final class TestCa {
  private static final Instant FROM = Instant.EPOCH;
  private static final Instant UNTIL = Instant.parse("2099-12-31T00:00:00Z");

  private final SecureRandom random = new SecureRandom();
  private final Path folder;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final Path file;

  /// A certificate with its key.
  ///
  /// @param certificate the PEM file of the certificate
  /// @param key the PEM file of its private key, PKCS#8
  /// @param x509 the certificate
  /// @param keys its keys
  public record Identity(Path certificate, Path key, X509Certificate x509, KeyPair keys) {}

  private TestCa(Path folder, String name) {
    this.folder = folder;
    this.keys = newKeys();
    this.certificate = sign("CN=" + name, keys, UNTIL, null);
    this.file = write(folder.resolve(name + ".pem"), "CERTIFICATE", encoded(certificate));
  }

  /// A new authority called `name`, whose certificate is written to `folder`.
  public static TestCa create(Path folder, String name) {
    return new TestCa(folder, name);
  }

  /// The PEM file of the authority's certificate.
  public Path certificate() {
    return file;
  }

  /// A certificate for `commonName`, for servers and clients alike.
  public Identity issue(String commonName) {
    return issue(commonName, UNTIL);
  }

  /// The same, valid until `until` only.
  public Identity issue(String commonName, Instant until) {
    KeyPair pair = newKeys();
    X509Certificate issued = sign("CN=" + commonName, pair, until, certificate);
    return new Identity(
        write(folder.resolve(commonName + ".pem"), "CERTIFICATE", encoded(issued)),
        write(folder.resolve(commonName + ".key"), "PRIVATE KEY", pair.getPrivate().getEncoded()),
        issued,
        pair);
  }

  /// TLS for a client or server that shows `identity` and trusts this authority only.
  public SSLContext context(Identity identity) {
    try {
      KeyStore store = emptyStore();
      Certificate[] chain = {identity.x509()};
      store.setKeyEntry("own", identity.keys().getPrivate(), new char[0], chain);
      var managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), trust().getTrustManagers(), random);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// TLS for a client that shows no certificate and trusts this authority only.
  public SSLContext anonymous() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust().getTrustManagers(), random);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a client needs beside [#anonymous()] when it is configured in two parts.
  public X509TrustManager trustManager() {
    try {
      return (X509TrustManager) trust().getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TrustManagerFactory trust() throws GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("ca", certificate);
    var managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(store);
    return managers;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(
      String subject, KeyPair subjectKeys, Instant until, @Nullable X509Certificate issuer) {
    String issuerName = issuer == null ? subject : issuer.getSubjectX500Principal().getName();
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuerName),
              new BigInteger(64, random),
              Date.from(FROM),
              Date.from(until),
              new X500Name(subject),
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer == null));
      builder.addExtension(Extension.subjectAlternativeName, false, loopback());
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames loopback() {
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
          new GeneralName(GeneralName.iPAddress, "::1")
        });
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path write(Path file, String kind, byte[] der) {
    var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    String pem =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, base64.encodeToString(der), kind);
    try {
      return Files.writeString(file, pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
