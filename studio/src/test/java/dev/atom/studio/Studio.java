// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.audit.store.AuditQuery;
import dev.atom.audit.store.AuditReader;
import dev.atom.base.Secret;
import dev.atom.http.TlsFiles;
import dev.atom.storage.Database;
import dev.atom.storage.PostgresUrl;
import dev.atom.studio.Api.Answer;
import dev.atom.testing.TestCa;
import dev.atom.testing.TestDatabase;
import dev.atom.testing.TestFolders;
import dev.atom.testing.TestKeys;
import dev.atom.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/// A whole studio on a real PostgreSQL behind real TLS, one per test JVM, with a clock that tests
/// can move. Its administrator was bootstrapped and has changed the first password.
final class Studio {
  static final String ADMIN = "admin@example.org";
  static final String FIRST_PASSWORD = "first password of the house";
  static final String PASSWORD = "a longer password than most";
  static final String ENCRYPTION_KEY =
      "8f1c0a93be7745d2a6c1e0f4937bd85216aa3c70ef94d1b85c2e7f6034d9ab17";
  static final String HMAC_SECRET = "c59de20b7746fa318ecb41d05a97f2e86310bb4ec8d7295f";

  private static final AtomicInteger NAMES = new AtomicInteger();

  final TestDatabase database = TestPostgres.shared().freshDatabase();
  final MovableClock clock = new MovableClock();
  final Queue<String> logged = new ConcurrentLinkedQueue<>();
  final Path folder;
  final TestCa ca;
  final Path passwordFile;
  final StudioConfig config;
  final Api api;
  final Database owner;
  final AuditReader trail;
  final JsonNode firstLogin;
  final Answer beforePasswordChange;
  final boolean passwordFileGone;

  private final StudioApp app;
  private String adminToken;

  private Studio() {
    try {
      folder = TestFolders.make("studio");
      passwordFile = Files.writeString(folder.resolve("admin-password"), FIRST_PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    captureLogs();
    ca = TestCa.create(folder, "ca");
    config = config();
    app = new StudioApp(config, clock, new SecureRandom());
    app.start("0".repeat(64), Duration.ofSeconds(10));
    owner = Database.open(PostgresUrl.parse(database.ownerUrl()), "tests", 3);
    trail = new AuditReader(owner);
    api = new Api(ca.anonymous(), app.port());
    firstLogin = login(ADMIN, FIRST_PASSWORD).json();
    adminToken = firstLogin.get("access_token").asText();
    beforePasswordChange = api.get("/api/users", adminToken);
    api.post("/api/auth/password", adminToken, Map.of("current", FIRST_PASSWORD, "new", PASSWORD));
    passwordFileGone = Files.notExists(passwordFile);
    Runtime.getRuntime().addShutdownHook(new Thread(app::close));
  }

  static Studio shared() {
    return Holder.SHARED;
  }

  int port() {
    return app.port();
  }

  private StudioConfig config() {
    var identity = ca.issue("studio");
    var keys = TestKeys.signing();
    return new StudioConfig(
        new StudioConfig.Listener(
            "127.0.0.1", 0, new TlsFiles(identity.certificate(), identity.key(), Optional.empty())),
        new StudioConfig.DatabaseConfig(database.studioUrl(), database.ownerUrl(), 5),
        new StudioConfig.Tokens(
            TestKeys.write(folder.resolve("jwt_private.pem"), keys.getPrivate()),
            TestKeys.write(folder.resolve("jwt_public.pem"), keys.getPublic()),
            Duration.ofDays(90),
            Duration.ofMinutes(15),
            Duration.ofDays(7)),
        Secret.of(ENCRYPTION_KEY),
        new StudioConfig.Audit(
            database.auditUrl(), Secret.of(HMAC_SECRET), Duration.ofSeconds(2), 10_000),
        Optional.of(new StudioConfig.Bootstrap(ADMIN, passwordFile)),
        new StudioConfig.Accounts(false, true),
        List.of("atom-small"));
  }

  private void captureLogs() {
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            logged.add(
                event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : event.getThrowableProxy().getMessage()));
          }
        };
    appender.start();
    ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(appender);
  }

  Answer login(String email, String password) {
    return api.post("/api/auth/login", "", Map.of("email", email, "password", password));
  }

  /// A valid access token of the administrator.
  synchronized String admin() {
    if (api.get("/api/auth/me", adminToken).status() != 200) {
      adminToken = login(ADMIN, PASSWORD).text("access_token");
    }
    return adminToken;
  }

  /// A new user with this role and [#PASSWORD], logged in.
  Person person(String role) {
    var email = "user" + NAMES.incrementAndGet() + "@example.org";
    var invited =
        api.post(
            "/api/users/invite",
            admin(),
            Map.of("email", email, "full_name", "Some Body", "role", role));
    var first = login(email, invited.text("temporary_password"));
    api.post(
        "/api/auth/password",
        first.text("access_token"),
        Map.of("current", invited.text("temporary_password"), "new", PASSWORD));
    return new Person(
        invited.text("id"), email, first.text("access_token"), first.text("refresh_token"));
  }

  /// A new domain of the token's user, by name.
  String domain(String token) {
    var name = "domain-" + NAMES.incrementAndGet();
    api.post("/api/domains", token, Map.of("name", name)).expect(201);
    return name;
  }

  /// A new agent in `domain`, with its client token.
  Made agent(String token, String domain) {
    var name = "agent-" + NAMES.incrementAndGet();
    var made =
        api.post("/api/domains/" + domain + "/agents", token, Map.of("name", name)).expect(201);
    return new Made(
        made.json().at("/agent/id").asText(),
        made.json().at("/agent/domain_id").asText(),
        "/api/domains/" + domain + "/agents/" + name,
        made.text("token"));
  }

  String issue(Made agent, String kind) {
    return api.post(agent.path() + "/tokens", admin(), Map.of("kind", kind))
        .expect(201)
        .text("token");
  }

  long revision() {
    return Long.parseLong(one("select revision from world_revision"));
  }

  /// The first column of the only row.
  String one(String sql) {
    var rows = rows(sql);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows for " + sql);
    }
    return rows.getFirst();
  }

  /// The first column of every row, as text.
  List<String> rows(String sql) {
    return owner.read(connection -> {
      try (var statement = connection.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        List<String> values = new ArrayList<>();
        while (result.next()) {
          values.add(String.valueOf(result.getString(1)));
        }
        return values;
      }
    });
  }

  void execute(String sql) {
    owner.inTransaction(connection -> {
      try (var statement = connection.createStatement()) {
        return statement.execute(sql);
      }
    });
  }

  /// Whether the gateway's tables void this token: by hash, or by subject, kind and issue time.
  boolean isVoid(String token, Made agent, String kind) {
    var hash = dev.atom.base.Sha256.hex(token);
    boolean byHash = !rows("select 1 from revoked_tokens where hash = '" + hash + "'").isEmpty();
    var issued = Instant.ofEpochSecond(Tokens.claims(token).get("iat").asLong());
    boolean byTime =
        !rows("select 1 from principal_not_before where subject = 'agent-"
                + agent.id()
                + "' and kind = '"
                + kind
                + "' and not_before > '"
                + issued
                + "'")
            .isEmpty();
    return byHash || byTime;
  }

  /// What the trail says about the call with this answer.
  List<dev.atom.audit.chain.AuditEntry> entries(Answer answer) {
    return trail.page(
        AuditQuery.newest(100).with(new AuditQuery.What("", "", "", answer.decisionId())));
  }

  record Person(String id, String email, String token, String refreshToken) {}

  record Made(String id, String domainId, String path, String token) {}

  private static final class Holder {
    static final Studio SHARED = new Studio();
  }
}
