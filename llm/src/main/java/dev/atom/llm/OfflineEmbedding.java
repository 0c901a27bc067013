// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Vectors by feature hashing: each word and each three letters in a row add to or take from one
/// place, and the whole is scaled to length 1. Texts that share words come out near each other, the
/// same text always at the same place.
///
/// @param data the `data` of the answer
/// @param tokens words of all inputs
record OfflineEmbedding(JsonArray data, long tokens) {
  private static final int DIMENSIONS = 256;
  private static final int DIMENSIONS_MAX = 3072;
  private static final int INPUTS_MAX = 2048;

  /// @throws IllegalArgumentException when the request cannot be understood
  static OfflineEmbedding of(JsonObject request) {
    int dimensions = DIMENSIONS;
    if (request.getValue("dimensions") instanceof Number asked) {
      dimensions = asked.intValue();
    }
    if (dimensions < 1 || dimensions > DIMENSIONS_MAX) {
      throw new IllegalArgumentException("dimensions is " + dimensions + ", not 1 to 3072");
    }
    boolean base64 = "base64".equals(request.getValue("encoding_format"));
    var data = new JsonArray();
    long tokens = 0;
    for (String input : inputs(request.getValue("input"))) {
      tokens += OfflineAnswer.words(input).size();
      float[] vector = vector(input, dimensions);
      data.add(
          new JsonObject()
              .put("object", "embedding")
              .put("index", data.size())
              .put("embedding", base64 ? base64(vector) : numbers(vector)));
    }
    return new OfflineEmbedding(data, tokens);
  }

  private static List<String> inputs(@Nullable Object input) {
    List<String> texts = new ArrayList<>();
    if (input instanceof String text) {
      texts.add(text);
    } else if (input instanceof JsonArray several && !several.isEmpty()) {
      if (several.getValue(0) instanceof Number) {
        texts.add(several.encode());
      } else {
        several.forEach(
            each -> texts.add(each instanceof JsonArray ids ? ids.encode() : String.valueOf(each)));
      }
    }
    if (texts.isEmpty() || texts.size() > INPUTS_MAX) {
      throw new IllegalArgumentException("input is missing, empty, or more than 2048 texts");
    }
    return texts;
  }

  private static float[] vector(String text, int dimensions) {
    double[] sum = new double[dimensions];
    String lower = " " + text.toLowerCase(Locale.ROOT).strip() + " ";
    for (String word : lower.split("\\W+", -1)) {
      add(sum, word, 2);
    }
    for (int i = 0; i + 3 <= lower.length(); i++) {
      add(sum, lower.substring(i, i + 3), 1);
    }
    double length = 0;
    for (double each : sum) {
      length += each * each;
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = length == 0 ? (i == 0 ? 1 : 0) : (float) (sum[i] / Math.sqrt(length));
    }
    return vector;
  }

  private static void add(double[] sum, String feature, double weight) {
    if (!feature.isEmpty()) {
      // The mixing spreads String's hash, whose low bits are poor for short texts.
      int hash = feature.hashCode() * 0x9E3779B9;
      hash ^= hash >>> 15;
      sum[Math.floorMod(hash, sum.length)] += (hash & 0x10000) == 0 ? weight : -weight;
    }
  }

  private static JsonArray numbers(float[] vector) {
    var numbers = new JsonArray();
    for (float each : vector) {
      numbers.add(each);
    }
    return numbers;
  }

  private static String base64(float[] vector) {
    var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float each : vector) {
      bytes.putFloat(each);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
