// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCaTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  @TempDir Path temp;
  private DataFolder data = new DataFolder(Path.of("unset"));

  @BeforeEach
  void prepare() {
    data = new DataFolder(temp.resolve("data"));
    data.prepare();
  }

  private boolean ensure(Instant now) {
    return new DevelopmentCa(data, now, new SecureRandom()).ensure(List.of("gate", "llm"));
  }

  @Test
  void certificatesAreGoodForLoopbackAndNameTheirProcess() throws Exception {
    ensure(NOW);

    var gate = PemFiles.certificate(data.certificate("gate"));
    var anchor = new TrustAnchor(PemFiles.certificate(data.caCertificate()), null);
    var parameters = new PKIXParameters(Set.of(anchor));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(gate));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
    assertThat(gate.getSubjectX500Principal().getName()).isEqualTo("CN=gate");
    assertThat(gate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .contains("localhost", "127.0.0.1");
    assertThat(gate.getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void keysAreClosedToOthers() throws Exception {
    ensure(NOW);

    for (String name : List.of("ca", "gate", "llm")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(data.privateKey(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void certificatesStayUntilThirtyDaysAreLeft() {
    assertThat(ensure(NOW)).isTrue();
    var first = PemFiles.certificate(data.certificate("gate"));
    var authority = PemFiles.certificate(data.caCertificate());

    assertThat(ensure(NOW.plus(Duration.ofDays(366)))).isFalse();
    assertThat(ensure(NOW.plus(Duration.ofDays(368)))).isTrue();

    assertThat(PemFiles.certificate(data.certificate("gate"))).isNotEqualTo(first);
    assertThat(PemFiles.certificate(data.caCertificate())).isEqualTo(authority);
  }
}
