// SPDX-License-Identifier: Apache-2.0
package dev.atom.intake.wire;

import dev.atom.base.AtomException;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.Probe;
import dev.atom.http.ProblemJson;
import dev.atom.intake.Tenant;
import dev.atom.intake.Tenants;
import dev.atom.intake.store.Inventory;
import dev.atom.intake.store.Inventory.FactRow;
import dev.atom.intake.store.Inventory.NodeRow;
import dev.atom.protocol.Sample;
import dev.atom.protocol.Scrape;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers questions about a tenant's nodes, to whoever shows one of its reader keys.
///
/// A node of another tenant and one that does not exist are the same answer.
final class Questions implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
  private static final String NODES = "/api/v1/nodes";
  private static final String BEARER = "Bearer ";

  private final ConnectionGuard guard;
  private final Vertx vertx;
  private final Tenants tenants;
  private final Inventory inventory;

  Questions(ConnectionGuard guard, Vertx vertx, Tenants tenants, Inventory inventory) {
    this.guard = guard;
    this.vertx = vertx;
    this.tenants = tenants;
    this.inventory = inventory;
  }

  @Override
  public void handle(HttpServerRequest request) {
    guard.begin(request.connection());
    request.response().endHandler(_ -> guard.end(request.connection()));
    if (!request.method().equals(HttpMethod.GET)) {
      problem(request, 405, "method_not_allowed", "questions are asked with GET");
      return;
    }
    Optional<Probe> probe = Probe.at(request.path());
    if (probe.isPresent()) {
      request.response().putHeader("content-type", "text/plain").end("ok\n");
      return;
    }
    Optional<Tenant> tenant = reader(request);
    if (tenant.isEmpty()) {
      problem(request, 401, "credential_unknown", "show a reader key of a tenant");
      return;
    }
    answer(request, tenant.get());
  }

  private Optional<Tenant> reader(HttpServerRequest request) {
    String value = request.getHeader("authorization");
    return value == null || !value.startsWith(BEARER)
        ? Optional.empty()
        : tenants.reader(value.substring(BEARER.length()));
  }

  private void answer(HttpServerRequest request, Tenant tenant) {
    String path = request.path();
    vertx
        .executeBlocking(() -> answer(path, tenant))
        .onSuccess(found ->
            found.ifPresentOrElse(
                json ->
                    request
                        .response()
                        .putHeader("content-type", "application/json")
                        .end(json.toBuffer()),
                () -> problem(request, 404, "not_found", "there is nothing here")))
        .onFailure(failure -> {
          LOG.atWarn().addKeyValue("event", "no_answer").log("no answer: {}", failure.toString());
          boolean down = failure instanceof AtomException;
          problem(request, down ? 503 : 500, "unavailable", "the inventory cannot be read");
        });
  }

  private Optional<JsonObject> answer(String path, Tenant tenant) {
    if (path.equals(NODES)) {
      return Optional.of(nodes(inventory.nodes(tenant)));
    }
    String[] parts =
        path.startsWith(NODES + "/")
            ? path.substring(NODES.length() + 1).split("/", -1)
            : new String[0];
    if (parts.length != 2
        || inventory.nodes(tenant).stream().noneMatch(node -> node.id().equals(parts[0]))) {
      return Optional.empty();
    }
    return switch (parts[1]) {
      case "facts" -> Optional.of(facts(inventory.facts(tenant, parts[0])));
      case "metrics" -> Optional.of(metrics(inventory.newest(tenant, parts[0])));
      default -> Optional.empty();
    };
  }

  private static JsonObject nodes(List<NodeRow> rows) {
    var nodes = new JsonArray();
    for (NodeRow row : rows) {
      nodes.add(
          new JsonObject()
              .put("id", row.id())
              .put("name", row.name())
              .put("version", row.version())
              .put("dropped", row.dropped())
              .put("first_seen", row.firstSeen().toString())
              .put("last_seen", row.lastSeen().toString()));
    }
    return new JsonObject().put("nodes", nodes);
  }

  private static JsonObject facts(List<FactRow> rows) {
    var things = new JsonArray();
    var relations = new JsonArray();
    for (FactRow row : rows) {
      if (row.subject().isEmpty()) {
        things.add(
            new JsonObject()
                .put("id", row.id())
                .put("kind", row.kind())
                .put("namespace", row.namespace())
                .put("name", row.name())
                .put("attributes", new JsonObject(row.attributes())));
      } else {
        relations.add(
            new JsonObject()
                .put("subject", row.subject())
                .put("predicate", row.predicate())
                .put("object", row.object()));
      }
    }
    return new JsonObject().put("resources", things).put("relations", relations);
  }

  private static JsonObject metrics(List<Scrape> scrapes) {
    var samples = new JsonArray();
    for (Scrape scrape : scrapes) {
      for (Sample sample : scrape.samples()) {
        var labels = new JsonObject();
        List<String> pairs = sample.labels().pairs();
        for (int i = 0; i < pairs.size(); i += 2) {
          labels.put(pairs.get(i), pairs.get(i + 1));
        }
        samples.add(
            new JsonObject()
                .put("name", sample.metric().name())
                .put("unit", sample.metric().unit())
                .put("labels", labels)
                .put("value", sample.value())
                .put("at_ms", scrape.atMillis()));
      }
    }
    return new JsonObject().put("samples", samples);
  }

  private static void problem(HttpServerRequest request, int status, String code, String detail) {
    new ProblemJson(status, code, code, detail).send(request.response());
  }
}
