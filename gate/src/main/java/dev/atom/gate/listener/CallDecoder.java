// SPDX-License-Identifier: Apache-2.0
package dev.atom.gate.listener;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.atom.gate.Call;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads what a model call asks for, without believing more of the body than it needs.
///
/// SECURITY(T-09): the body is read whole, strictly: one JSON object, no member twice, bounded
/// depth, so that what is decided here and what the provider reads are the same. There are readers
/// for whom `Model` is `model`: such a member is refused.
final class CallDecoder {
  private static final int DEPTH_MAX = 64;
  private static final int MODEL_LENGTH_MAX = 128;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(100)
                  .maxStringLength(10 << 20)
                  .build())
          .build();

  private CallDecoder() {}

  /// What came of decoding.
  sealed interface Decoded {
    /// The call.
    record Understood(Call call) implements Decoded {}

    /// A sentence for the caller.
    record Refused(String message) implements Decoded {}
  }

  /// Reads a model call's body.
  static Decoded model(Buffer body) {
    try (JsonParser parser = JSON.createParser(body.getBytes())) {
      return read(parser);
    } catch (IOException _) {
      return refused("The body is not one well-formed JSON object with each member once.");
    }
  }

  private static Decoded read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return refused("The body must be a JSON object.");
    }
    String model = null;
    boolean streamed = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("model")) {
        model = value == JsonToken.VALUE_STRING ? parser.getText() : null;
      } else if (name.equals("stream")) {
        streamed = value == JsonToken.VALUE_TRUE;
      } else if (name.equalsIgnoreCase("model") || name.equalsIgnoreCase("stream")) {
        return refused("The body's members \"model\" and \"stream\" are written in lower case.");
      }
      parser.skipChildren();
    }
    if (parser.nextToken() != null) {
      return refused("The body goes on after its JSON object.");
    }
    return understood(model, streamed);
  }

  private static Decoded understood(@Nullable String model, boolean streamed) {
    if (model == null || model.isEmpty() || model.length() > MODEL_LENGTH_MAX) {
      return refused(
          "The body needs a member \"model\": a name of 1 to " + MODEL_LENGTH_MAX + " characters.");
    }
    return new Decoded.Understood(new Call.Model(model, streamed));
  }

  private static Decoded refused(String message) {
    return new Decoded.Refused(message);
  }
}
