// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.alert.Alert;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// An Alertmanager, over its v2 API. The same labels are the same alert there, so what is sent
/// twice is told once. An alert ends by itself, a quiet time after it was sent: what is told late
/// is news all the same.
final class Alertmanager implements AlertSink {
  private final Posts posts;
  private final URI alerts;
  private final Duration quiet;
  private final InstantSource clock;

  Alertmanager(Posts posts, String base, Duration quiet, InstantSource clock) {
    this.posts = posts;
    this.alerts = URI.create(base.replaceAll("/+$", "") + "/api/v2/alerts");
    this.quiet = quiet;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "alertmanager";
  }

  @Override
  public void send(Alert alert) throws IOException, InterruptedException {
    var labels =
        new JsonObject()
            .put("alertname", "atom_" + alert.rule().written())
            .put("severity", alert.rule().severity().written())
            .put("subject", alert.subject())
            .put("alert_id", alert.id());
    var annotations =
        new JsonObject().put("summary", alert.summary()).put("entry", "" + alert.seq());
    var body =
        new JsonArray()
            .add(
                new JsonObject()
                    .put("labels", labels)
                    .put("annotations", annotations)
                    .put("startsAt", alert.at().toString())
                    .put("endsAt", clock.instant().plus(quiet).toString()));
    posts.post(alerts, body.encode(), Map.of());
  }
}
