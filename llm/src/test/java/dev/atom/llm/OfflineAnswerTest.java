// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.llm.OfflineAnswer.Said;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OfflineAnswerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo hello  world                     | hello  world
          Repeat: after me                      | after me
          uppercase shout                       | SHOUT
          reverse abc                           | cba
          count words one two three             | 3 words
          count to 5                            | 1 2 3 4 5
          What is 12 * (3 + 4)?                 | 84
          compute 7 / 2.                        | 3.5
          2-3                                   | -1
          -(2+3)*2                              | -10
          1/0                                   | There is no answer: that divides by zero.
          hello there                           | You said: hello there (2 words; this is the offline model)
          room 12                               | You said: room 12 (2 words; this is the offline model)
          """)
  void followsItsRules(String message, String answer) {
    assertThat(text(request(message))).isEqualTo(answer);
  }

  @Test
  void answersInJsonWhenAskedTo() {
    var request =
        request("1 + 1").put("response_format", new JsonObject().put("type", "json_object"));

    assertThat(new JsonObject(text(request)).getString("answer")).isEqualTo("2");
  }

  @Test
  void readsTheLastUserMessageInParts() {
    var request =
        new JsonObject()
            .put(
                "messages",
                new JsonArray()
                    .add(message("system", "be brief"))
                    .add(message("user", "echo first"))
                    .add(
                        new JsonObject()
                            .put("role", "user")
                            .put(
                                "content",
                                List.of(
                                    new JsonObject().put("type", "text").put("text", "echo b"))))
                    .add(message("assistant", "x")));

    OfflineAnswer answer = OfflineAnswer.to(request);

    assertThat(text(request)).isEqualTo("b");
    assertThat(answer.promptTokens()).isEqualTo(7);
    assertThat(answer.completionTokens()).isEqualTo(1);
  }

  @Test
  void stopsAtTheTokenLimit() {
    OfflineAnswer answer = OfflineAnswer.to(request("count to 9").put("max_tokens", 3));

    assertThat(((Said.Text) answer.said()).whole()).isEqualTo("1 2 3");
    assertThat(answer.finish()).isEqualTo("length");
  }

  @Test
  void refusesWhatItCannotUnderstand() {
    for (JsonObject wrong :
        List.of(
            new JsonObject(),
            new JsonObject().put("messages", new JsonArray()),
            new JsonObject().put("messages", new JsonArray().add(7)),
            request("x").put("n", 2),
            request("x").put("max_tokens", 0))) {
      assertThatThrownBy(() -> OfflineAnswer.to(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void survivesExpressionsMadeToHurt() {
    assertThat(text(request("(".repeat(150) + "1+1"))).startsWith("You said");
    assertThat(text(request("1+".repeat(5_000) + "1"))).startsWith("You said");
  }

  @Test
  void putsLikeTextsNearEachOther() {
    double near = cosine("the database is slow today", "today the database is slow");
    double far = cosine("the database is slow today", "pink elephants juggle");

    assertThat(near).isGreaterThan(0.8);
    assertThat(far).isLessThan(0.4);
  }

  @Test
  void makesVectorsOfTheSizeAndFormAskedFor() {
    var request = new JsonObject().put("input", List.of("a b", "c")).put("dimensions", 16);
    JsonArray data = OfflineEmbedding.of(request).data();
    JsonArray packed = OfflineEmbedding.of(request.put("encoding_format", "base64")).data();

    assertThat(data).hasSize(2);
    assertThat(data.getJsonObject(1).getInteger("index")).isEqualTo(1);
    assertThat(data.getJsonObject(0).getJsonArray("embedding")).hasSize(16);
    assertThat(Base64.getDecoder().decode(packed.getJsonObject(0).getString("embedding")))
        .hasSize(64);
    assertThatThrownBy(() -> OfflineEmbedding.of(new JsonObject())).hasMessageContaining("input");
  }

  private static double cosine(String a, String b) {
    JsonArray data = OfflineEmbedding.of(new JsonObject().put("input", List.of(a, b))).data();
    JsonArray x = data.getJsonObject(0).getJsonArray("embedding");
    JsonArray y = data.getJsonObject(1).getJsonArray("embedding");
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      sum += x.getDouble(i) * y.getDouble(i);
    }
    return sum;
  }

  private static String text(JsonObject request) {
    return ((Said.Text) OfflineAnswer.to(request).said()).whole().strip();
  }

  private static JsonObject request(String message) {
    return new JsonObject().put("messages", new JsonArray().add(message("user", message)));
  }

  private static JsonObject message(String role, String content) {
    return new JsonObject().put("role", role).put("content", content);
  }
}
