// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What a call used, as the provider counts it.
///
/// @param promptTokens -1 when the provider did not say
/// @param completionTokens -1 when the provider did not say
/// @param finish the finish reason of the first choice; empty when there was none
record Usage(long promptTokens, long completionTokens, String finish) {
  static final Usage UNKNOWN = new Usage(-1, -1, "");

  private static final int FINISH_LENGTH_MAX = 32;

  Usage {
    finish = finish.length() > FINISH_LENGTH_MAX ? finish.substring(0, FINISH_LENGTH_MAX) : finish;
  }

  /// Reads an answer or the event of a stream; what it does not say is taken from `before`.
  static Usage read(JsonObject document, Usage before) {
    JsonObject counted = object(document, "usage");
    long prompt = before.promptTokens();
    long completion = before.completionTokens();
    if (counted != null) {
      prompt = number(counted, "prompt_tokens", prompt);
      completion = number(counted, "completion_tokens", Math.max(completion, 0));
    }
    return new Usage(prompt, completion, finish(document, before.finish()));
  }

  private static String finish(JsonObject document, String before) {
    return document.getValue("choices") instanceof JsonArray choices
            && !choices.isEmpty()
            && choices.getValue(0) instanceof JsonObject choice
            && choice.getValue("finish_reason") instanceof String reason
        ? reason
        : before;
  }

  private static @Nullable JsonObject object(JsonObject in, String name) {
    return in.getValue(name) instanceof JsonObject found ? found : null;
  }

  private static long number(JsonObject in, String name, long otherwise) {
    return in.getValue(name) instanceof Number found && found.longValue() >= 0
        ? found.longValue()
        : otherwise;
  }
}
