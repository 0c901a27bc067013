// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.alert;

import dev.atom.audit.alert.Alert;
import dev.atom.base.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A receiver that is posted every alert, signed.
///
/// SECURITY(T-34): nobody without the secret can tell the receiver anything in our name: it checks
/// `X-Atom-Signature`, `sha256=` and the hex HMAC-SHA-256 of `<X-Atom-Timestamp>.<body>`, and drops
/// what has the `X-Atom-Alert-Id` of something it has.
final class SiemWebhook implements AlertSink {
  private final Posts posts;
  private final URI url;
  private final Secret secret;
  private final InstantSource clock;

  SiemWebhook(Posts posts, AlertConfig.Webhook webhook, InstantSource clock) {
    this.posts = posts;
    this.url = URI.create(webhook.url());
    this.secret = webhook.secret();
    this.clock = clock;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void send(Alert alert) throws IOException, InterruptedException {
    String body =
        new JsonObject()
            .put("id", alert.id())
            .put("rule", alert.rule().written())
            .put("severity", alert.rule().severity().written())
            .put("subject", alert.subject())
            .put("at", alert.at().toString())
            .put("summary", alert.summary())
            .put("entry", alert.seq())
            .encode();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    posts.post(
        url,
        body,
        Map.of(
            "X-Atom-Alert-Id",
            alert.id(),
            "X-Atom-Timestamp",
            timestamp,
            "X-Atom-Signature",
            "sha256=" + signature(secret, timestamp + "." + body)));
  }

  static String signature(Secret secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
