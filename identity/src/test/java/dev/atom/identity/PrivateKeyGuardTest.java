// SPDX-License-Identifier: Apache-2.0
package dev.atom.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import dev.atom.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateKeyGuardTest {
  private static final PrivateKey OURS = TestKeys.signing().getPrivate();

  @TempDir Path folder;
  private final PrivateKeyGuard guard = new PrivateKeyGuard(Fixture.KEYS);

  @Test
  void publicKeysAndForeignKeysAreClean() throws Exception {
    TestKeys.write(folder.resolve("jwt_public.pem"), TestKeys.signing().getPublic());
    TestKeys.write(folder.resolve("tls.key"), TestKeys.stranger().getPrivate());
    Files.writeString(folder.resolve("ec.key"), TestKeys.pem("EC PRIVATE KEY", new byte[] {1}));
    Files.writeString(folder.resolve("note"), "MI" + "x".repeat(100));

    assertThat(guard.scan(folder)).isInstanceOf(PrivateKeyGuard.Scan.Clean.class);
    assertThat(guard.scan(folder.resolve("absent"))).isInstanceOf(PrivateKeyGuard.Scan.Clean.class);
  }

  @Test
  void theSigningKeyIsFoundInEveryForm() throws Exception {
    byte[] pkcs8 = OURS.getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    var jwk = new RSAKey.Builder(Fixture.publicKey()).privateKey(OURS).build();
    Map<String, byte[]> forms =
        Map.of(
            "pkcs8.pem", bytes(TestKeys.pem(OURS)),
            "pkcs1.pem", bytes(TestKeys.pem("RSA PRIVATE KEY", pkcs1)),
            "pkcs8.der", pkcs8,
            "pkcs1.der", pkcs1,
            "key.jwk", bytes(jwk.toJSONString()),
            "set.jwks", bytes("{\"keys\":[" + jwk.toJSONString() + "]}"),
            "base64", bytes(Base64.getEncoder().encodeToString(pkcs8)),
            "base64pem", bytes(Base64.getEncoder().encodeToString(bytes(TestKeys.pem(OURS)))));
    for (var form : forms.entrySet()) {
      Path file = folder.resolve(form.getKey());
      Files.write(file, form.getValue());

      assertThat(places(guard.scan(folder))).as(form.getKey()).containsExactly(file.toString());
      Files.delete(file);
    }
  }

  @Test
  void aKeyBehindLinksIsFoundOnce() throws Exception {
    Path target = Files.createDirectories(folder.resolve("..2026/deep"));
    TestKeys.write(target.resolve("jwt_private.pem"), OURS);
    Files.createSymbolicLink(folder.resolve("..data"), folder.resolve("..2026"));
    Files.createSymbolicLink(
        folder.resolve("jwt_private.pem"), Path.of("..data/deep/jwt_private.pem"));

    assertThat(places(guard.scan(folder))).hasSize(1);
  }

  @Test
  void whatCannotBeLookedIntoIsRefused() throws Exception {
    Files.writeString(
        folder.resolve("a.pem"), TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));
    Files.writeString(
        folder.resolve("b.pem"),
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """);
    Files.writeString(folder.resolve("c.pem"), TestKeys.pem("OPENSSH PRIVATE KEY", new byte[] {1}));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var out = Files.newOutputStream(folder.resolve("d.p12"))) {
      store.store(out, "secret".toCharArray());
    }

    assertThat(places(guard.scan(folder)))
        .extracting(place -> place.substring(place.length() - 5))
        .containsExactlyInAnyOrder("a.pem", "b.pem", "c.pem", "d.p12");
  }

  @Test
  void aValueIsLookedIntoAndNamed() {
    String escaped = TestKeys.pem(OURS).replace("\n", "\\n");

    var scan = guard.scan(List.of(), Map.of("JWT_KEY", escaped, "HOME", "/root"));

    assertThat(scan)
        .isInstanceOfSatisfying(
            PrivateKeyGuard.Scan.Found.class,
            found ->
                assertThat(found.message())
                    .contains("value JWT_KEY")
                    .doesNotContain("BEGIN")
                    .doesNotContain("/root"));
  }

  @Test
  void aSecondTrustedKeyCountsToo() {
    var both =
        TokenKeys.of(List.of(Fixture.publicKey(), (RSAPublicKey) TestKeys.stranger().getPublic()));
    TestKeys.write(folder.resolve("x"), TestKeys.stranger().getPrivate());

    assertThat(places(new PrivateKeyGuard(both).scan(folder))).hasSize(1);
  }

  private static List<String> places(PrivateKeyGuard.Scan scan) {
    return switch (scan) {
      case PrivateKeyGuard.Scan.Clean _ -> List.of();
      case PrivateKeyGuard.Scan.Found(List<PrivateKeyGuard.Finding> findings) ->
          findings.stream().map(PrivateKeyGuard.Finding::where).toList();
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
