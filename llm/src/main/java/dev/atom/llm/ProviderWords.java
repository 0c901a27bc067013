// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import dev.atom.base.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// What of a provider's own words may reach a client: the message of a refusal that is about the
/// request, cut, without anything that could be a key.
final class ProviderWords {
  private static final int LENGTH_MAX = 512;

  private ProviderWords() {}

  static String message(Buffer body, Optional<Secret> apiKey, String provider) {
    String said = said(body);
    String text = apiKey.map(key -> said.replace(key.reveal(), "***")).orElse(said);
    var clean = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      clean.append(clean.isEmpty() ? "" : " ").append(looksSecret(word) ? "***" : printable(word));
    }
    String cut = clean.length() > LENGTH_MAX ? clean.substring(0, LENGTH_MAX) : clean.toString();
    return "provider " + provider + " refuses the request" + (cut.isBlank() ? "" : ": " + cut);
  }

  /// A `Retry-After` in seconds, or empty text.
  static String seconds(String retryAfter) {
    boolean digits = !retryAfter.isEmpty() && retryAfter.length() <= 6;
    return digits && retryAfter.chars().allMatch(c -> c >= '0' && c <= '9') ? retryAfter : "";
  }

  private static String said(Buffer body) {
    try {
      return new JsonObject(body).getValue("error") instanceof JsonObject error
              && error.getValue("message") instanceof String message
          ? message
          : "";
    } catch (DecodeException | ClassCastException _) {
      return "";
    }
  }

  private static boolean looksSecret(String word) {
    return word.contains("sk-")
        || word.contains("vk-")
        || word.contains("eyJ")
        || word.contains("Bearer")
        || (word.length() >= 32 && word.chars().anyMatch(Character::isDigit));
  }

  private static String printable(String word) {
    var clean = new StringBuilder(word.length());
    word.codePoints().filter(c -> !Character.isISOControl(c)).forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
