// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/// What the offline model answers: the first rule that fits the last user message.
///
/// | the message | the answer |
/// |---|---|
/// | `call TOOL {json}`, where the request offers TOOL | a call of the tool |
/// | asks for JSON by `response_format` | an object with the message and its words |
/// | `echo X` or `repeat X` | X |
/// | `uppercase X`, `reverse X` | X so changed |
/// | `count to N` | the numbers from 1 to N |
/// | `count words X` | how many words X has |
/// | holds an arithmetic expression | its value |
/// | anything else | that it was said, and how many words it has |
///
/// @param said the answer
/// @param promptTokens words of all messages; a word is a token here
/// @param completionTokens words of the answer
/// @param finish why it ends
record OfflineAnswer(Said said, long promptTokens, long completionTokens, String finish) {
  private static final int COUNT_MAX = 10_000;

  /// The answer itself.
  sealed interface Said {
    /// Words; each begins with its space.
    record Text(List<String> words) implements Said {
      String whole() {
        return String.join("", words);
      }
    }

    /// A call of a tool that the request offers.
    record ToolCall(String name, String arguments) implements Said {}
  }

  /// @throws IllegalArgumentException when the request cannot be understood
  static OfflineAnswer to(JsonObject request) {
    if (request.getValue("n") instanceof Number n && n.intValue() != 1) {
      throw new IllegalArgumentException("n is " + n + ": the offline model gives one choice");
    }
    if (!(request.getValue("messages") instanceof JsonArray messages) || messages.isEmpty()) {
      throw new IllegalArgumentException("messages is missing or empty");
    }
    long promptTokens = 0;
    String last = "";
    for (Object each : messages) {
      if (!(each instanceof JsonObject message)) {
        throw new IllegalArgumentException("a message is not an object");
      }
      String text = text(message.getValue("content"));
      promptTokens += words(text).size();
      if ("user".equals(message.getValue("role"))) {
        last = text;
      }
    }
    return answer(request, last.strip(), promptTokens);
  }

  private static OfflineAnswer answer(JsonObject request, String message, long promptTokens) {
    Optional<Said.ToolCall> call = toolCall(request, message);
    if (call.isPresent()) {
      int tokens = words(call.get().arguments()).size() + 1;
      return new OfflineAnswer(call.get(), promptTokens, tokens, "tool_calls");
    }
    String text = wantsJson(request) ? json(message) : reply(message);
    List<String> words = words(text);
    int most = most(request);
    boolean cut = words.size() > most;
    List<String> kept = cut ? words.subList(0, most) : words;
    return new OfflineAnswer(
        new Said.Text(kept), promptTokens, kept.size(), cut ? "length" : "stop");
  }

  private static Optional<Said.ToolCall> toolCall(JsonObject request, String message) {
    int brace = message.indexOf('{');
    if (!message.startsWith("call ")
        || brace < 0
        || !(request.getValue("tools") instanceof JsonArray tools)) {
      return Optional.empty();
    }
    String name = message.substring("call ".length(), brace).strip();
    boolean offered =
        tools.stream()
            .anyMatch(tool ->
                tool instanceof JsonObject object
                    && object.getValue("function") instanceof JsonObject function
                    && name.equals(function.getValue("name")));
    return offered
        ? Optional.of(new Said.ToolCall(name, message.substring(brace)))
        : Optional.empty();
  }

  private static boolean wantsJson(JsonObject request) {
    return request.getValue("response_format") instanceof JsonObject format
        && format.getValue("type") instanceof String type
        && type.startsWith("json");
  }

  private static String json(String message) {
    return new JsonObject()
        .put("answer", reply(message))
        .put("message", message)
        .put("words", words(message).size())
        .encode();
  }

  private static String reply(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (String verb : List.of("echo", "repeat", "uppercase", "reverse", "count words")) {
      if (lower.startsWith(verb + " ") || lower.startsWith(verb + ":")) {
        return changed(verb, message.substring(verb.length() + 1).strip());
      }
    }
    if (lower.startsWith("count to ")) {
      Optional<String> counted = count(lower.substring("count to ".length()).strip());
      if (counted.isPresent()) {
        return counted.get();
      }
    }
    return Arithmetic.valueIn(message)
        .orElseGet(() ->
            "You said: %s (%d words; this is the offline model)"
                .formatted(message, words(message).size()));
  }

  private static String changed(String verb, String text) {
    return switch (verb) {
      case "uppercase" -> text.toUpperCase(Locale.ROOT);
      case "reverse" -> new StringBuilder(text).reverse().toString();
      case "count words" -> words(text).size() + " words";
      default -> text;
    };
  }

  private static Optional<String> count(String number) {
    try {
      int to = Integer.parseInt(number);
      if (to < 1 || to > COUNT_MAX) {
        return Optional.empty();
      }
      var text = new StringBuilder("1");
      for (int i = 2; i <= to; i++) {
        text.append(' ').append(i);
      }
      return Optional.of(text.toString());
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static int most(JsonObject request) {
    for (String name : List.of("max_completion_tokens", "max_tokens")) {
      if (request.getValue(name) instanceof Number number) {
        if (number.intValue() < 1) {
          throw new IllegalArgumentException(name + " is " + number + ", below 1");
        }
        return number.intValue();
      }
    }
    return Integer.MAX_VALUE;
  }

  /// The text of a content that is a string, or a list of parts.
  private static String text(@Nullable Object content) {
    if (content instanceof String text) {
      return text;
    }
    var text = new StringBuilder();
    if (content instanceof JsonArray parts) {
      for (Object part : parts) {
        if (part instanceof JsonObject object && object.getValue("text") instanceof String piece) {
          text.append(text.isEmpty() ? "" : "\n").append(piece);
        }
      }
    }
    return text.toString();
  }

  /// Words with the space before them, so that joining them gives the text again.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    var pieces = new StringTokenizer(text, " \n\t", true);
    var word = new StringBuilder();
    while (pieces.hasMoreTokens()) {
      String piece = pieces.nextToken();
      word.append(piece);
      if (!piece.isBlank()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }
}
