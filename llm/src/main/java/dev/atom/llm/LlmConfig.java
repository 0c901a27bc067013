// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.base.ByteSize;
import dev.atom.base.Secret;
import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.config.Env;
import dev.atom.http.TlsFiles;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The configuration of the process.
///
/// @param listener where it listens, and for whom
/// @param encryptionKey opens agents' virtual keys
/// @param audit how it reaches the audit trail
/// @param providers who answers which model
/// @param limits what one request may take
public record LlmConfig(
    Listener listener,
    @Env("ATOM_ENCRYPTION_KEY")
        @Doc("Opens agents' virtual keys: 32 bytes as 64 hex characters, the same as in studio.")
        Secret encryptionKey,
    Audit audit,
    @Doc("Who answers which model.") List<ProviderConfig> providers,
    Limits limits) {

  /// Where it listens, and for whom.
  public record Listener(
      @Default("127.0.0.1") @Doc("Address to listen on.") String host,
      @Env("LLM_PORT") @Default("4000") @Doc("Port to listen on; 0 takes a free one.") int port,
      TlsFiles tls,
      @Default("gate") @Doc("Common names of the client certificates that may call.")
          List<String> allowedClients) {
    public Listener {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
      }
      if (tls.clientCa().isEmpty()) {
        throw new IllegalArgumentException(
            "tls.client-ca is missing: name the authorities of the clients that may call");
      }
      if (allowedClients.isEmpty()) {
        throw new IllegalArgumentException("allowed-clients is empty: nobody could call");
      }
    }
  }

  /// How it reaches the audit trail.
  public record Audit(
      @Env("AUDIT_DATABASE_URL") @Doc("libpq URL of the database, with the role that may append.")
          String databaseUrl,
      @Env("PLATFORM_HMAC_SECRET") @Doc("The secret of the chain, the same in every process.")
          Secret hmacSecret,
      @Default("500ms") @Doc("How long an append may take to become durable.")
          Duration appendTimeout) {}

  /// What one request may take.
  public record Limits(
      @Default("10MiB") @Doc("The largest request body.") ByteSize body,
      @Default("1024") @Doc("Connections open at once.") int connections,
      @Default("20s") @Doc("How long calls that are under way may go on when the process stops.")
          Duration drain) {
    public Limits {
      if (body.bytes() < 1024 || body.bytes() > 64L * 1024 * 1024) {
        throw new IllegalArgumentException("body " + body + " is not between 1KiB and 64MiB");
      }
    }
  }

  public LlmConfig {
    if (encryptionKey.length() != VirtualKeys.KEY_HEX_LENGTH) {
      throw new IllegalArgumentException(
          "encryption-key has %d characters, not 64: make one with openssl rand -hex 32"
              .formatted(encryptionKey.length()));
    }
    if (providers.isEmpty()) {
      throw new IllegalArgumentException("providers is empty: no model could be answered");
    }
    refuseTwice(providers);
  }

  private static void refuseTwice(List<ProviderConfig> providers) {
    Set<String> names = new HashSet<>();
    Set<String> models = new HashSet<>();
    for (ProviderConfig provider : providers) {
      if (!names.add(provider.name())) {
        throw new IllegalArgumentException("two providers are called " + provider.name());
      }
      for (String model : provider.models()) {
        if (!models.add(model)) {
          throw new IllegalArgumentException("model " + model + " has two providers");
        }
      }
    }
  }
}
