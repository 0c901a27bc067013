// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import dev.atom.archiver.export.ExportDuty;
import dev.atom.audit.AuditTrail;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.PeerCertificate;
import dev.atom.http.ProblemJson;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Answers how the process is, and takes the order to export now, from whom the configuration
/// names.
final class ArchiverListener implements Handler<HttpServerRequest> {
  private final ConnectionGuard guard;
  private final Set<String> allowedClients;
  private final List<Duty> duties;
  private final AuditTrail trail;
  private final BooleanSupplier stopping;
  private final AtomicBoolean exporting = new AtomicBoolean();

  ArchiverListener(
      ConnectionGuard guard,
      ArchiverConfig.Listener listener,
      List<Duty> duties,
      AuditTrail trail,
      BooleanSupplier stopping) {
    this.guard = guard;
    this.allowedClients = Set.copyOf(listener.allowedClients());
    this.duties = List.copyOf(duties);
    this.trail = trail;
    this.stopping = stopping;
  }

  @Override
  public void handle(HttpServerRequest request) {
    guard.begin(request.connection());
    request.response().endHandler(_ -> guard.end(request.connection()));
    switch (request.path()) {
      case "/healthz" -> plain(request, "ok\n");
      case "/readyz" -> ready(request);
      default -> authorized(request);
    }
  }

  private void ready(HttpServerRequest request) {
    String problem = problem();
    if (problem.isEmpty()) {
      plain(request, "ready\n");
    } else {
      new ProblemJson(503, "not_ready", "Not ready", problem).send(request.response());
    }
  }

  private String problem() {
    if (stopping.getAsBoolean()) {
      return "the process is stopping";
    }
    if (!trail.available()) {
      return "the audit trail does not answer: is its database up?";
    }
    for (Duty duty : duties) {
      var problem = duty.problem();
      if (problem.isPresent()) {
        return duty.name() + ": " + problem.get();
      }
    }
    return "";
  }

  private void authorized(HttpServerRequest request) {
    // SECURITY(T-16): a certificate of our authority is not enough
    String client = PeerCertificate.commonName(request.connection()).orElse("");
    if (!allowedClients.contains(client)) {
      problem(
          request,
          403,
          "client_not_allowed",
          "'" + client + "' may not call: its certificate is of another process");
    } else if (request.path().equals("/export") && HttpMethod.POST.equals(request.method())) {
      export(request);
    } else {
      problem(request, 404, "route_not_found", "there is nothing here but POST /export");
    }
  }

  /// Takes its time, so it is not for the event loop; one at a time.
  private void export(HttpServerRequest request) {
    var duty = duties.stream().filter(ExportDuty.class::isInstance).findFirst();
    if (duty.isEmpty() || stopping.getAsBoolean()) {
      problem(request, 503, "not_ready", "nothing is exported now");
    } else if (!exporting.compareAndSet(false, true)) {
      problem(request, 409, "export_running", "an export was ordered and is not done");
    } else {
      Context context = Vertx.currentContext();
      Thread.ofVirtual()
          .name("export-order")
          .start(() -> {
            try {
              String answer = text(((ExportDuty) duty.get()).order());
              context.runOnContext(_ -> json(request, answer));
            } finally {
              exporting.set(false);
            }
          });
    }
  }

  private static String text(ExportDuty.Answer answer) {
    return new JsonObject()
        .put("exported", new JsonArray(answer.manifests()))
        .put("newest_day", answer.newest().map(Object::toString).orElse(null))
        .put("why", answer.why())
        .encode();
  }

  private static void json(HttpServerRequest request, String text) {
    request.response().putHeader("content-type", "application/json").end(text);
  }

  private static void problem(HttpServerRequest request, int status, String code, String detail) {
    String title =
        switch (status) {
          case 403 -> "Client not allowed";
          case 404 -> "No such route";
          case 409 -> "Already running";
          default -> "Not ready";
        };
    new ProblemJson(status, code, title, detail).send(request.response());
  }

  private static void plain(HttpServerRequest request, String text) {
    request.response().putHeader("content-type", "text/plain").end(text);
  }
}
