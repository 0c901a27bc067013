// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import dev.atom.archiver.alert.AlertDuty;
import dev.atom.archiver.export.Exports;
import dev.atom.archiver.integrate.Integrator;
import dev.atom.archiver.retention.RetentionConfig;
import dev.atom.archiver.retention.Retentions;
import dev.atom.archiver.store.ArchiveStore;
import dev.atom.archiver.store.ArchiveStores;
import dev.atom.archiver.stream.Streams;
import dev.atom.audit.AuditTrail;
import dev.atom.audit.EventKind;
import dev.atom.base.AtomException;
import dev.atom.base.CloseStack;
import dev.atom.base.ErrorCode;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.HttpsListenerOptions;
import dev.atom.http.Opening;
import dev.atom.http.VertxFactory;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The parts of the process: its duties, and the listener that tells how they are.
public final class ArchiverApp implements AutoCloseable {
  private static final int STREAM_CONNECTIONS = 10;
  private static final int CONNECTIONS_MAX = 64;
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
  private static final Duration NEXT_REQUEST = Duration.ofSeconds(90);

  private final ArchiverConfig config;
  private final String configDigest;
  private final AuditTrail trail;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Records records;
  private final CloseStack open = new CloseStack();
  private @Nullable HttpServer server;
  private volatile boolean stopping;

  /// @param configDigest SHA-256 of the effective configuration, for the audit trail
  /// @param trail is not closed by the app
  /// @param random for event ids and names; must be cryptographically strong
  public ArchiverApp(
      ArchiverConfig config,
      String configDigest,
      AuditTrail trail,
      InstantSource clock,
      RandomGenerator random) {
    this.config = config;
    this.configDigest = configDigest;
    this.trail = trail;
    this.clock = clock;
    this.random = random;
    this.records = new Records(trail, random);
  }

  /// Starts the duties and the listener; returns when the port is open.
  ///
  /// @throws AtomException BAD_CONFIGURATION when the port or the TLS files cannot be used
  public void start() {
    List<Duty> duties = duties();
    duties.forEach(duty -> open.push(duty).start());
    listen(duties);
    records.tell(
        EventKind.CONFIG_LOADED, new JsonObject().put("config_sha256", configDigest).encode());
    records.tell(
        EventKind.STARTUP,
        new JsonObject().put("port", port()).put("at", clock.instant()).encode());
  }

  /// Everything it does, one line each.
  private List<Duty> duties() {
    var signers = config.signing().open(config.origin());
    var database = url(config.databaseUrl());
    var reading = open.push(Database.open(database, "archiver-export", 2));
    var store = open.push(ArchiveStores.open(config.archive(), clock));
    var log = new Exports.Log(config.origin(), config.published(), signers);
    List<Duty> duties = new ArrayList<>(streams(database, store));
    duties.add(
        new Integrator(
            config.integrate(), config.origin(), config.published(), database, signers, records));
    duties.add(
        Exports.duty(
            config.export(),
            log,
            config.audit().hmacSecret(),
            reading,
            store,
            config.archive().retention(),
            records,
            clock));
    config.export().retention().ifPresent(kept -> duties.add(retention(kept, log, reading, store)));
    // last: it watches those before it
    duties.add(
        new AlertDuty(
            config.alerts(),
            config.databaseUrl(),
            config.audit().databaseUrl(),
            Exports.secrets(config.audit().hmacSecret(), config.export().vault()),
            List.copyOf(duties),
            clock));
    return List.copyOf(duties);
  }

  /// The copies of the trail.
  private List<Duty> streams(PostgresUrl url, ArchiveStore store) {
    Database following = open.push(Database.open(url, "archiver-streams", STREAM_CONNECTIONS));
    var out = new FileOutputStream(FileDescriptor.out);
    return new Streams(config.streams(), following, records, clock)
        .duties(store, config.archive().retention(), out, random, open);
  }

  private Duty retention(
      RetentionConfig retention, Exports.Log log, Database reader, ArchiveStore store) {
    var remover = open.push(Database.open(url(retention.databaseUrl()), "archiver-retention", 1));
    return Retentions.duty(
        retention,
        log,
        Exports.secrets(config.audit().hmacSecret(), config.export().vault()),
        new Retentions.Databases(reader, remover),
        store,
        config.export().work(),
        records,
        clock);
  }

  private static PostgresUrl url(String text) {
    try {
      return PostgresUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new AtomException(ErrorCode.BAD_CONFIGURATION, "database-url: " + e.getMessage(), e);
    }
  }

  private void listen(List<Duty> duties) {
    Vertx vertx = VertxFactory.open(1);
    open.push(() -> VertxFactory.close(vertx));
    var listener = config.listener();
    HttpServerOptions options =
        HttpsListenerOptions.mutual(listener.host(), listener.port(), listener.tls());
    var guard = new ConnectionGuard(vertx, CONNECTIONS_MAX, FIRST_REQUEST, NEXT_REQUEST);
    var answers = new ArchiverListener(guard, listener, duties, trail, () -> stopping);
    server =
        Opening.await(
            vertx
                .createHttpServer(options)
                .connectionHandler(guard)
                .requestHandler(answers)
                .listen());
  }

  /// The port it serves on.
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  /// Lets each duty finish its step and stops.
  @Override
  public void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    try {
      open.close();
    } finally {
      records.tell(EventKind.SHUTDOWN, "{}");
    }
  }
}
