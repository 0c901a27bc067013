// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PeerCertificateTest {
  @Test
  void readsExactlyOneCommonName() {
    assertThat(PeerCertificate.commonName("CN=gate")).contains("gate");
    assertThat(PeerCertificate.commonName("O=Atom,cn=gate,C=CH")).contains("gate");
    assertThat(PeerCertificate.commonName("CN=a\\,CN\\=gate")).contains("a,CN=gate");
    assertThat(PeerCertificate.commonName("CN=studio,CN=gate")).isEmpty();
    assertThat(PeerCertificate.commonName("O=gate")).isEmpty();
    assertThat(PeerCertificate.commonName("CN=a+CN=gate")).isEmpty();
    assertThat(PeerCertificate.commonName("")).isEmpty();
    assertThat(PeerCertificate.commonName("=")).isEmpty();
  }
}
