// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads values that anybody may have published.
final class JsonObjects {
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonObjects() {}

  /// Whether `bytes` are one JSON object in UTF-8, without a line break, so that they can stand in
  /// a line as they are.
  static boolean isOneLine(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n' || b == '\r') {
        return false;
      }
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return object(text).isPresent();
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /// `text` as one JSON object; empty when it is anything else.
  static Optional<JsonNode> object(String text) {
    try (JsonParser parser = STRICT.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      JsonNode node = STRICT.readTree(parser);
      return parser.nextToken() == null ? Optional.of(node) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
