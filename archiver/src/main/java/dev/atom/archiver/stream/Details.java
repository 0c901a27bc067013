// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/// The details of an entry as JSON. They are what some process wrote, so anything may be missing.
final class Details {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Details() {}

  static JsonNode of(String details) {
    try {
      return JSON.readTree(details);
    } catch (JacksonException _) {
      return MissingNode.getInstance();
    }
  }
}
