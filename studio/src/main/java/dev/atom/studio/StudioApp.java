// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import dev.atom.audit.AuditConfig;
import dev.atom.audit.ChainedAuditTrail;
import dev.atom.audit.EventKind;
import dev.atom.audit.store.AuditReader;
import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.base.ErrorCode;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.OpenRoute;
import dev.atom.http.VertxFactory;
import dev.atom.identity.Authenticator;
import dev.atom.identity.TokenRules;
import dev.atom.process.Serving;
import dev.atom.storage.Database;
import dev.atom.storage.Migrations;
import dev.atom.storage.PostgresUrl;
import dev.atom.studio.access.CallerAuthentication;
import dev.atom.studio.access.PasswordDuty;
import dev.atom.studio.account.AccountRoom;
import dev.atom.studio.api.Dispatcher;
import dev.atom.studio.api.Routes;
import dev.atom.studio.journal.Journal;
import dev.atom.studio.journal.Ledger;
import dev.atom.studio.journal.RefusalFlood;
import dev.atom.studio.registry.RegistryRoom;
import dev.atom.studio.store.ControlStore;
import dev.atom.studio.token.SigningKey;
import dev.atom.studio.token.TokenIssuer;
import dev.atom.studio.token.VirtualKeys;
import dev.atom.studio.trail.TrailReads;
import dev.atom.studio.trail.TrailRoom;
import dev.atom.studio.wire.Listener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's parts, from the database up to the listener, and the order in which they
/// start and stop.
public final class StudioApp implements Serving {
  private static final Logger LOG = LoggerFactory.getLogger(StudioApp.class);
  private static final Duration TRY_AGAIN = Duration.ofMillis(250);
  private static final Duration SKEW = Duration.ofSeconds(5);
  private static final int SOURCES_MAX = 10_000;
  private static final Duration FLOOD_WINDOW = Duration.ofMinutes(1);

  private final StudioConfig config;
  private final InstantSource clock;
  private final SecureRandom random;
  private final CloseStack parts = new CloseStack();
  private final AtomicReference<@Nullable Listener> listener = new AtomicReference<>();

  public StudioApp(StudioConfig config, InstantSource clock, SecureRandom random) {
    this.config = config;
    this.clock = clock;
    this.random = random;
  }

  /// Migrates the schema, makes the first administrator where there is none, and serves.
  ///
  /// @param configDigest SHA-256 of the effective configuration, secrets left out
  /// @param patience how long to wait for the database to answer
  /// @throws AtomException BAD_CONFIGURATION, STORAGE_UNAVAILABLE or DEPENDENCY_UNAVAILABLE
  public void start(String configDigest, Duration patience) {
    var key = SigningKey.read(config.tokens().privateKey(), config.tokens().publicKey());
    var virtualKeys = new VirtualKeys(config.encryptionKey(), random);
    requireReadable("listener.tls.certificate", config.listener().tls().certificate());
    requireReadable("listener.tls.key", config.listener().tls().key());
    var owner = PostgresUrl.parse(config.database().migrationUrl());
    awaitDatabase(owner, patience);
    Migrations.run(owner);

    var database =
        parts.push(
            Database.open(
                PostgresUrl.parse(config.database().url()),
                "studio",
                config.database().connections()));
    var store = new ControlStore(database);
    var trail = parts.push(ChainedAuditTrail.open(auditConfig(config.audit()), clock, random));
    var flood = new RefusalFlood(config.audit().listedRefusals(), SOURCES_MAX, FLOOD_WINDOW);
    var journal = new Journal(trail, flood, clock, random);
    var ledger = new Ledger(store, journal);
    var reads = new TrailReads(journal);

    var tokens = config.tokens();
    var issuer = new TokenIssuer(key, random, tokens.agentLifetime(), tokens.humanLifetime());
    var rule =
        config.accounts().enforcePasswordChange()
            ? PasswordDuty.Rule.FIRST
            : PasswordDuty.Rule.ADVISED;
    var duty = new PasswordDuty(rule, accountRules().adminEmail());
    var people = AccountRoom.open(ledger, issuer, random, System::nanoTime, accountRules(), duty);
    var registry =
        RegistryRoom.open(ledger, journal, issuer, virtualKeys, random, config.defaultModels());
    var routes =
        StudioApi.routes(
            people,
            registry,
            TrailRoom.open(new AuditReader(database), store, reads),
            new Readiness(store, trail));
    var authentication =
        new CallerAuthentication(
            new Authenticator(
                key.verification(),
                new TokenRules(TokenIssuer.ISSUER, TokenIssuer.STUDIO, SKEW),
                System::nanoTime),
            store);

    journal.process(EventKind.CONFIG_LOADED, audited(config, configDigest, key));
    config
        .bootstrap()
        .ifPresent(first ->
            people.bootstrap().run(first.adminEmail(), first.adminPasswordFile(), clock.instant()));
    journal.process(EventKind.STARTUP, Map.of("port", config.listener().port()));
    parts.push(() -> writeDownStop(journal));
    parts.push(Housekeeping.start(store, journal, reads, clock));
    serve(routes, new Dispatcher(routes, authentication, duty, journal, clock, random));
  }

  private static void writeDownStop(Journal journal) {
    try {
      journal.process(EventKind.SHUTDOWN, Map.of());
    } catch (AtomException e) {
      LOG.warn("the stop could not be written down: {}", e.getMessage());
    }
  }

  private static void requireReadable(String key, Path file) {
    if (!Files.isReadable(file)) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, key + ": the file " + file + " cannot be read");
    }
  }

  private void serve(Routes routes, Dispatcher dispatcher) {
    var vertx = VertxFactory.open(1);
    parts.push(() -> VertxFactory.close(vertx));
    var at = config.listener();
    var http =
        new Listener(vertx, HttpsListenerOptions.open(at.host(), at.port(), at.tls()), dispatcher);
    http.start();
    parts.push(http);
    listener.set(http);
    LOG.info("authentication mode token; open to everybody: {}", routes.unauthenticated());
  }

  /// What answers without a credential.
  public static List<OpenRoute> openRoutes() {
    return StudioApi.openRoutes();
  }

  /// The port that was bound.
  ///
  /// @throws IllegalStateException before it serves
  @Override
  public int port() {
    var http = listener.get();
    if (http == null) {
      throw new IllegalStateException("studio does not serve yet");
    }
    return http.port();
  }

  private void awaitDatabase(PostgresUrl url, Duration patience) {
    var end = clock.instant().plus(patience);
    try (var probe = Database.open(url, "studio-start", 1)) {
      while (true) {
        try {
          new ControlStore(probe).read(_ -> true);
          return;
        } catch (AtomException e) {
          if (clock.instant().plus(TRY_AGAIN).isAfter(end)) {
            throw e;
          }
          pause();
        }
      }
    }
  }

  private static void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(TRY_AGAIN.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new AtomException(ErrorCode.INTERNAL, "interrupted while starting");
    }
  }

  private AccountRoom.Rules accountRules() {
    Optional<Path> file = config.bootstrap().map(StudioConfig.Bootstrap::adminPasswordFile);
    return new AccountRoom.Rules(
        config.tokens().refreshLifetime(),
        config.accounts().openRegistration(),
        config.bootstrap().map(StudioConfig.Bootstrap::adminEmail).orElse(""),
        file);
  }

  /// What of the configuration later readers of the trail may want to know.
  private static Map<String, Object> audited(StudioConfig config, String digest, SigningKey key) {
    return Map.of(
        "config_sha256", digest,
        "key_id", key.keyId(),
        "agent_lifetime", config.tokens().agentLifetime().toString(),
        "human_lifetime", config.tokens().humanLifetime().toString(),
        "refresh_lifetime", config.tokens().refreshLifetime().toString(),
        "open_registration", config.accounts().openRegistration(),
        "enforce_password_change", config.accounts().enforcePasswordChange(),
        "default_models", config.defaultModels());
  }

  private static AuditConfig auditConfig(StudioConfig.Audit audit) {
    var usual = AuditConfig.of(audit.databaseUrl(), audit.hmacSecret());
    return new AuditConfig(
        usual.databaseUrl(), usual.hmacSecret(), audit.timeout(), usual.queueLimit());
  }

  /// Stops in reverse order: no new calls, those under way end, the stop is written down.
  @Override
  public void close() {
    parts.close();
  }
}
