// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.http.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The configuration of intake.
///
/// @param agents where agents connect
/// @param api where people and programs ask
/// @param database where everything is kept
/// @param retention how long
/// @param tenants whose agents may send
public record IntakeConfig(
    Agents agents,
    Api api,
    DatabaseConfig database,
    Retention retention,
    List<TenantConfig> tenants) {

  /// Where agents connect, with gRPC over TLS.
  public record Agents(
      @Default("127.0.0.1") @Doc("Address that agents connect to.") String host,
      @Env("INTAKE_PORT") @Default("4443") @Doc("Port; 0 takes a free one.") int port,
      TlsFiles tls) {
    public Agents {
      checkPort(port);
    }
  }

  /// Where people and programs ask, with HTTPS.
  public record Api(
      @Default("127.0.0.1") @Doc("Address that questions come to.") String host,
      @Env("INTAKE_API_PORT") @Default("4444") @Doc("Port; 0 takes a free one.") int port,
      TlsFiles tls) {
    public Api {
      checkPort(port);
    }
  }

  /// The database, by the role that works and by the role that changes tables.
  public record DatabaseConfig(
      @Env("INTAKE_DATABASE_URL") @Doc("libpq URL of the role that reads and writes.") String url,
      @Env("INTAKE_DATABASE_OWNER_URL") @Doc("libpq URL of the role that owns the tables.")
          String ownerUrl) {}

  /// How long things are kept.
  public record Retention(
      @Default("15m") @Doc("Measurements.") Duration measurements,
      @Default("5m") @Doc("Facts that nobody says are still so.") Duration facts,
      @Default("30d") @Doc("Refused batches.") Duration refusals) {}

  /// A tenant and its credentials.
  public record TenantConfig(
      @Doc("The tenant's name.") String name,
      @Default("") @Doc("SHA-256 (64 hex digits) of API keys with which its agents may send.")
          List<String> apiKeys,
      @Default("") @Doc("Common names of client certificates with which its agents may send.")
          List<String> certificates,
      @Doc("Public keys that sign its agents' batches.") List<SigningKey> signingKeys,
      @Default("") @Doc("SHA-256 (64 hex digits) of keys with which its people may ask.")
          List<String> readerKeys) {
    public TenantConfig {
      apiKeys = List.copyOf(apiKeys);
      certificates = List.copyOf(certificates);
      signingKeys = List.copyOf(signingKeys);
      readerKeys = List.copyOf(readerKeys);
      if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
        throw new IllegalArgumentException(
            "the tenant's name '" + name + "' is not lower-case letters, digits and '-'");
      }
      if (signingKeys.isEmpty()) {
        throw new IllegalArgumentException(
            "signing-keys of " + name + " is empty: no batch could be taken");
      }
    }
  }

  /// A public key, and for which node.
  public record SigningKey(
      @Doc("PEM file with the Ed25519 public key.") Path publicKey,
      @Doc("The only node that it signs for; without it any node of the tenant.")
          Optional<String> node) {}

  public IntakeConfig {
    tenants = List.copyOf(tenants);
    Set<String> once = new HashSet<>();
    for (TenantConfig tenant : tenants) {
      if (!once.add("tenant " + tenant.name())) {
        throw new IllegalArgumentException("the tenant " + tenant.name() + " stands there twice");
      }
      for (String key : tenant.apiKeys()) {
        alone(once, "API key " + key);
      }
      for (String name : tenant.certificates()) {
        alone(once, "certificate " + name);
      }
      for (String key : tenant.readerKeys()) {
        alone(once, "reader key " + key);
      }
    }
  }

  private static void alone(Set<String> once, String credential) {
    if (!once.add(credential)) {
      throw new IllegalArgumentException(
          "the " + credential + " stands there twice: a credential is one tenant's");
    }
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
    }
  }
}
