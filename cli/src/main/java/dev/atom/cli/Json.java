// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// JSON in and out, in the one way this room does it.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  /// An empty object to fill.
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// One document over several lines.
  public static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("own values can be written", e);
    }
  }

  /// One document on one line.
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("own values can be written", e);
    }
  }

  /// Reads `text`; what is not JSON is a defect of whoever sent it.
  ///
  /// @throws AtomException DEPENDENCY_UNAVAILABLE naming the sender
  public static JsonNode parse(String text, String sender) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AtomException(
          ErrorCode.DEPENDENCY_UNAVAILABLE, sender + " answered something that is not JSON", e);
    }
  }

  /// Reads the file as a `type`.
  ///
  /// @throws AtomException STORAGE_CORRUPT naming the file
  public static <T> T read(Path file, Class<T> type) {
    try {
      return MAPPER.readValue(Files.readString(file), type);
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.STORAGE_CORRUPT,
          "the file " + file + " cannot be read: " + e.getMessage() + "; delete it and start again",
          e);
    }
  }
}
