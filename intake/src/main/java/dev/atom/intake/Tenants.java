// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.intake.IntakeConfig.SigningKey;
import dev.atom.intake.IntakeConfig.TenantConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which credential is whose.
public final class Tenants {
  private static final int KEY_ID_DIGITS = 16;

  private final Map<String, Tenant> byApiKey = new HashMap<>();
  private final Map<String, Tenant> byCertificate = new HashMap<>();
  private final Map<String, Tenant> byReaderKey = new HashMap<>();
  private final Map<Tenant, Map<String, Signer>> signers = new HashMap<>();

  /// Who may sign batches.
  ///
  /// @param node the only node it signs for
  public record Signer(PublicKey key, Optional<String> node) {}

  /// @param provider of Ed25519 keys
  /// @throws AtomException BAD_CONFIGURATION naming the key that cannot be used
  public Tenants(List<TenantConfig> configs, Provider provider) {
    for (TenantConfig config : configs) {
      var tenant = new Tenant(config.name());
      config.apiKeys().forEach(hash -> byApiKey.put(hash, tenant));
      config.certificates().forEach(name -> byCertificate.put(name, tenant));
      config.readerKeys().forEach(hash -> byReaderKey.put(hash, tenant));
      Map<String, Signer> own = new HashMap<>();
      config.signingKeys().forEach(key -> add(key, provider, own));
      signers.put(tenant, Map.copyOf(own));
    }
  }

  private static void add(SigningKey config, Provider provider, Map<String, Signer> own) {
    try {
      byte[] der = publicKey(Files.readString(config.publicKey()));
      PublicKey key =
          KeyFactory.getInstance("Ed25519", provider).generatePublic(new X509EncodedKeySpec(der));
      own.put(Sha256.hex(der).substring(0, KEY_ID_DIGITS), new Signer(key, config.node()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION,
          config.publicKey() + " holds no Ed25519 public key in PEM: " + e,
          e);
    }
  }

  private static byte[] publicKey(String pem) {
    String begin = "-----BEGIN PUBLIC KEY-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END PUBLIC KEY-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("there is no PUBLIC KEY in it");
    }
    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
  }

  /// Whose agent shows these; nobody's when they lead nowhere or to two tenants.
  ///
  /// SECURITY(T-36): the tenant comes from the credential alone.
  public Optional<Tenant> sender(Optional<String> certificate, Optional<String> apiKey) {
    Optional<Tenant> byName = certificate.map(byCertificate::get);
    Optional<Tenant> byKey = apiKey.map(key -> byApiKey.get(Sha256.hex(key)));
    if (apiKey.isPresent() && byKey.isEmpty()) {
      return Optional.empty();
    }
    if (byName.isPresent() && byKey.isPresent() && !byName.equals(byKey)) {
      return Optional.empty();
    }
    return byKey.or(() -> byName);
  }

  /// Whose people show this key.
  public Optional<Tenant> reader(String key) {
    return Optional.ofNullable(byReaderKey.get(Sha256.hex(key)));
  }

  /// Who signs for `tenant` under a key's name.
  public Optional<Signer> signer(Tenant tenant, String keyId) {
    return Optional.ofNullable(signers.getOrDefault(tenant, Map.of()).get(keyId));
  }

  /// All tenants.
  public List<Tenant> all() {
    return List.copyOf(signers.keySet());
  }
}
