// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.http.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The configuration of studio, `studio.yaml`.
public record StudioConfig(
    @Doc("where studio listens") Listener listener,
    @Doc("where users, domains, agents and tokens are kept") DatabaseConfig database,
    @Doc("how tokens are signed and how long they live") Tokens tokens,
    @Env("ATOM_ENCRYPTION_KEY") @Doc("64 hex characters; seals agents' virtual keys")
        Secret encryptionKey,
    @Doc("where changes and refusals are written down") Audit audit,
    @Doc("the first administrator, made when there is no user") Optional<Bootstrap> bootstrap,
    @Doc("how people become users") Accounts accounts,
    @Default("") @Doc("models of an agent whose creator names none; empty for no model")
        List<String> defaultModels) {

  public StudioConfig {
    defaultModels = List.copyOf(defaultModels);
  }

  /// Where studio listens.
  public record Listener(
      @Default("127.0.0.1") @Doc("address to bind") String host,
      @Default("3001") @Doc("port to bind, 0 for any") int port,
      @Doc("studio's own certificate") TlsFiles tls) {}

  /// The database, by the role that changes rows and by the role that changes tables.
  public record DatabaseConfig(
      @Env("DATABASE_URL") @Doc("libpq URL of the role that changes rows") String url,
      @Doc("libpq URL of the role that owns the schema") String migrationUrl,
      @Default("10") @Doc("most connections at once") int connections) {}

  /// Signed tokens.
  public record Tokens(
      @Env("JWT_PRIVATE_KEY_PATH") @Doc("PEM file of the RSA-4096 key (PKCS#8), mode 0600")
          Path privateKey,
      @Env("JWT_PUBLIC_KEY_PATH") @Doc("PEM file of its public half") Path publicKey,
      @Default("90d") @Doc("life of an agent's token") Duration agentLifetime,
      @Default("15m") @Doc("life of a person's access token") Duration humanLifetime,
      @Default("7d") @Doc("life of a refresh token") Duration refreshLifetime) {
    public Tokens {
      within("agent-lifetime", agentLifetime, Duration.ofMinutes(1), Duration.ofDays(366));
      within("human-lifetime", humanLifetime, Duration.ofMinutes(1), Duration.ofHours(12));
      within("refresh-lifetime", refreshLifetime, humanLifetime, Duration.ofDays(90));
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
      if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
        throw new IllegalArgumentException(
            key + " is " + value + "; it must be between " + least + " and " + most);
      }
    }
  }

  /// The audit trail.
  public record Audit(
      @Doc("libpq URL of the role that appends") String databaseUrl,
      @Env("PLATFORM_HMAC_SECRET") @Doc("what the chain is made with") Secret hmacSecret,
      @Default("500ms") @Doc("longest wait for an entry to be durable") Duration timeout,
      @Default("60") @Doc("anonymous refusals of one source in a minute with an entry each")
          int listedRefusals) {}

  /// The first administrator.
  public record Bootstrap(
      @Doc("login name of the first administrator") String adminEmail,
      @Doc("file with the first password; deleted once that password was changed")
          Path adminPasswordFile) {}

  /// People.
  public record Accounts(
      @Default("false") @Doc("whether anybody may become a developer") boolean openRegistration,
      @Default("true") @Doc("whether invited users must change their password before anything else")
          boolean enforcePasswordChange) {}
}
