// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.PrivateFiles;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The certificate authority of one instance: its key never leaves the data folder, and what it
/// signs is good for 127.0.0.1 only.
///
/// Certificates are EC P-256, live 397 days and are renewed at a start when less than 30 days are
/// left. Each process has one of its own that serves as server and as client; its CN is the process
/// name, which is what the other side checks.
final class DevelopmentCa {
  private static final Duration CA_LIFE = Duration.ofDays(3650);
  private static final Duration LEAF_LIFE = Duration.ofDays(397);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private final DataFolder data;
  private final Instant now;
  private final SecureRandom random;

  DevelopmentCa(DataFolder data, Instant now, SecureRandom random) {
    this.data = data;
    this.now = now;
    this.random = random;
  }

  /// Makes what is missing or runs out soon, for each of `processes`; tells what it made.
  boolean ensure(List<String> processes) {
    try {
      boolean made = ensureAuthority();
      for (String process : processes) {
        if (made || !good(process)) {
          issue(process);
          made = true;
        }
      }
      return made;
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new AtomException(ErrorCode.INTERNAL, "certificates cannot be made: " + e, e);
    }
  }

  private boolean ensureAuthority()
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    if (Files.exists(data.caCertificate())
        && Files.exists(data.privateKey("ca"))
        && lasts(PemFiles.certificate(data.caCertificate()), LEAF_LIFE)) {
      return false;
    }
    KeyPair keys = newKeys();
    var name = new X500Principal("CN=Atom development CA " + serial().toString(16));
    var builder = builder(name, name, CA_LIFE, keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    var extensions = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        extensions.createSubjectKeyIdentifier(keys.getPublic()));
    PrivateFiles.write(
        data.privateKey("ca"), PemFiles.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    PrivateFiles.write(
        data.caCertificate(),
        PemFiles.pem("CERTIFICATE", sign(builder, keys.getPrivate()).getEncoded()));
    return true;
  }

  private boolean good(String process) {
    return Files.exists(data.certificate(process))
        && Files.exists(data.privateKey(process))
        && lasts(PemFiles.certificate(data.certificate(process)), RENEW_BEFORE);
  }

  private boolean lasts(X509Certificate certificate, Duration atLeast) {
    return certificate.getNotAfter().toInstant().isAfter(now.plus(atLeast));
  }

  private void issue(String process)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    X509Certificate ca = PemFiles.certificate(data.caCertificate());
    PrivateKey caKey = PemFiles.privateKey(data.privateKey("ca"), "EC");
    KeyPair keys = newKeys();
    var builder =
        builder(
            ca.getSubjectX500Principal(),
            new X500Principal("CN=" + process),
            LEAF_LIFE,
            keys.getPublic());
    var extensions = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(ca));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        extensions.createSubjectKeyIdentifier(keys.getPublic()));
    builder.addExtension(Extension.subjectAlternativeName, false, loopbackNames());
    PrivateFiles.write(
        data.privateKey(process), PemFiles.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    PrivateFiles.write(
        data.certificate(process), PemFiles.pem("CERTIFICATE", sign(builder, caKey).getEncoded()));
    PrivateFiles.write(
        data.etc(process).resolve("ca.pem"), PrivateFiles.read(data.caCertificate()) + "\n");
  }

  private static GeneralNames loopbackNames() {
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
          new GeneralName(GeneralName.iPAddress, "::1")
        });
  }

  private X509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, Duration life, PublicKey key) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        serial(),
        Date.from(now.minus(CLOCK_SKEW)),
        Date.from(now.plus(life)),
        subject,
        key);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private KeyPair newKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private BigInteger serial() {
    return new BigInteger(120, random).add(BigInteger.ONE);
  }
}
