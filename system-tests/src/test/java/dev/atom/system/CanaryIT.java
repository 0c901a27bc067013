// SPDX-License-Identifier: Apache-2.0
package dev.atom.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.atom.audit.store.ChainExport;
import dev.atom.storage.Database;
import dev.atom.testing.Feature;
import dev.atom.testing.ScriptedUpstream;
import dev.atom.testing.TestFolders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.slf4j.LoggerFactory;

/// Canaries: texts that nobody else uses, sent where secrets and contents travel. Afterwards every
/// table, every log line, every refusal and every export is searched for them.
class CanaryIT {
  private static final String QUESTION = "canary-question-7f3a91";
  private static final String ANSWER = "canary-answer-c04d5e";
  private static final String PROVIDER_KEY = "sk-canary-provider-9b1f22";
  private static final String PASSWORD = "canary password 51aa-0e";
  private static final String WRONG_PASSWORD = "canary wrong password 77";
  private static final String BAD_TOKEN = "eyJjanary.bad-token-3e9d.c2ln";
  private static final String API_KEY = "canary-api-key-60cc18";
  private static final String COOKIE = "canary-cookie-2b2b2b";

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final List<String> heard = new ArrayList<>();

  @Test
  @Feature("C11")
  void contentsAndCredentialsAreNowhere() throws Exception {
    var appender = capture();
    var console = new ByteArrayOutputStream();
    try (var upstream = ScriptedUpstream.http();
        var platform = new Platform(provider(upstream))) {
      var gate = new GateClient(platform.ca.anonymous(), platform.startGateLogging(console).port());
      TestAgent agent =
          platform.studio.agent(
              platform.studio.domain("d"),
              "a",
              Map.of("allowed_models", List.of("*"), "rpm_limit", 600));
      await().until(() -> gate.chat(agent).status() == 200);

      drive(platform, gate, upstream, agent);

      assertThat(upstream.calls())
          .as("the question did arrive, with the provider's key")
          .anySatisfy(call -> assertThat(call.toString()).contains(QUESTION));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> dump(platform.owner).contains("\"ending\":\"upstream_broke\""));
      String stores = dump(platform.owner) + export(platform.owner);
      assertThat(stores).contains(agent.id());
      Map<String, String> canaries = canaries(platform, agent);
      assertAbsent(canaries, "a table or an export", stores);
      assertAbsent(canaries, "a log line", String.join("\n", lines));
      assertAbsent(canaries, "an access line", console.toString(StandardCharsets.UTF_8));
      assertAbsent(canaries, "a refusal", String.join("\n", heard));
      assertThat(console.toString(StandardCharsets.UTF_8)).contains(agent.id());
      assertThat(heard).hasSizeGreaterThan(8);
    } finally {
      ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(appender);
    }
  }

  private static String provider(ScriptedUpstream upstream) throws Exception {
    Path key = TestFolders.make("provider").resolve("key");
    Files.writeString(key, PROVIDER_KEY);
    return """
    providers:
      - {name: wire, kind: openai-compatible, base-url: "%s", api-key: "file:%s", models: ["*"]}
    """
        .formatted(upstream.uri(), key);
  }

  /// Everything that carries a canary, where it belongs and where it does not.
  private void drive(Platform platform, GateClient gate, ScriptedUpstream upstream, TestAgent agent)
      throws Exception {
    String chat = agent.base() + "/v1/chat/completions";
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + QUESTION + "\"}]}";
    String said = "{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"" + ANSWER + "\"}}]}";
    upstream.next(new ScriptedUpstream.Fault.Garbage(said));
    answer(gate, chat, agent.token(), body);
    upstream.next(new ScriptedUpstream.Fault.Status(500, said, Map.of()));
    answer(gate, chat, agent.token(), body);
    answer(gate, chat, agent.token(), "{\"model\":\"m\",\"messages\":\"" + QUESTION + "\"");
    answer(gate, chat, BAD_TOKEN, body);
    answer(gate, chat, agent.token() + "x", body);
    refused(gate, chat + "/none", "x-api-key", API_KEY);
    refused(gate, chat, "authorization", "Basic " + API_KEY);
    refused(gate, agent.base() + "/v1/models", "cookie", "session=" + COOKIE);
    upstream.next(new ScriptedUpstream.Fault.DropAfter(1));
    answer(gate, chat, agent.token(), body.replace("\"model\"", "\"stream\":true,\"model\""));
    heard.add(
        platform.studio.posted("/api/auth/login", login("admin@example.org", WRONG_PASSWORD)));
    heard.add(platform.studio.posted("/api/auth/login", login("nobody@example.org", PASSWORD)));
    heard.add(
        platform.studio.posted("/api/auth/refresh", "{\"refresh_token\":\"" + API_KEY + "\"}"));
    heard.add(platform.studio.posted("/api/tokens/revoke", "{\"token\":\"" + BAD_TOKEN + "\"}"));
    heard.add(platform.studio.posted("/api/users/invite", "{\"password\":\"" + PASSWORD + "\"}"));
    platform.studio.text("/api/audit/export?format=csv");
  }

  private static String login(String email, String password) {
    return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
  }

  private void answer(GateClient gate, String path, String token, String body) throws Exception {
    var response = gate.open(path, token, body);
    try (var stream = response.body()) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      if (response.statusCode() >= 400) {
        heard.add(text);
      }
    } catch (java.io.IOException _) {
      // the answer was cut on purpose
    }
  }

  private void refused(GateClient gate, String path, String header, String value) {
    heard.add(gate.get(path, header, value).response().body());
  }

  private static Map<String, String> canaries(Platform platform, TestAgent agent) {
    var all = new LinkedHashMap<String, String>();
    all.put("the question", QUESTION);
    all.put("the answer", ANSWER);
    all.put("the provider's key", PROVIDER_KEY);
    all.put("a password", PASSWORD);
    all.put("a wrong password", WRONG_PASSWORD);
    all.put("the first password", "the first password of this house");
    all.put("a bad token", BAD_TOKEN);
    all.put("an API key", API_KEY);
    all.put("a cookie", COOKIE);
    all.put("the agent's token", agent.token());
    all.put(
        "the signature of the agent's token", agent.token().substring(agent.token().length() - 40));
    all.put("the administrator's token", platform.studio.token());
    all.put("the chain's secret", Platform.HMAC_SECRET);
    return all;
  }

  private static void assertAbsent(Map<String, String> canaries, String where, String text) {
    canaries.forEach((what, canary) ->
        assertThat(text.contains(canary)).as("%s is in %s", what, where).isFalse());
  }

  private AppenderBase<ILoggingEvent> capture() {
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(
                event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()));
          }
        };
    var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.DEBUG);
    return appender;
  }

  /// Every row of every table of every schema, as text: what a dump of the database would hold.
  private static String dump(Database owner) {
    return owner.read(connection -> {
      List<String> tables = new ArrayList<>();
      try (var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  "select format('%I.%I', schemaname, tablename) from pg_tables"
                      + " where schemaname not in ('pg_catalog', 'information_schema')")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).contains("public.audit_log_chain", "public.audit_payloads");
      var out = new ByteArrayOutputStream();
      var copies = connection.unwrap(PGConnection.class).getCopyAPI();
      for (String table : tables) {
        try {
          copies.copyOut(
              "COPY (SELECT t::text FROM "
                  + table
                  + " t) TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')",
              out);
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
      return out.toString(StandardCharsets.UTF_8).replace("\"\"", "\"");
    });
  }

  private static String export(Database owner) {
    var out = new ByteArrayOutputStream();
    new ChainExport(owner).write(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
