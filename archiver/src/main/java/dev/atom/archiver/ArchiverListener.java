// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver;

import dev.atom.audit.AuditTrail;
import dev.atom.http.ConnectionGuard;
import dev.atom.http.PeerCertificate;
import dev.atom.http.ProblemJson;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Answers how the process is, to whom the configuration names.
final class ArchiverListener implements Handler<HttpServerRequest> {
  private final ConnectionGuard guard;
  private final Set<String> allowedClients;
  private final List<Duty> duties;
  private final AuditTrail trail;
  private final BooleanSupplier stopping;

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
    var answer =
        allowedClients.contains(client)
            ? new ProblemJson(404, "route_not_found", "No such route", "there is nothing here")
            : new ProblemJson(
                403,
                "client_not_allowed",
                "Client not allowed",
                "'" + client + "' may not call: its certificate is of another process");
    answer.send(request.response());
  }

  private static void plain(HttpServerRequest request, String text) {
    request.response().putHeader("content-type", "text/plain").end(text);
  }
}
