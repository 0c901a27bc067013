// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.node.privacy.CommandLines.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLinesTest {
  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app --password hunter2",
        "app --password=hunter2",
        "app -phunter2",
        "mysql --user=hunter2",
        "app token:hunter2",
        "app AWS_SECRET_ACCESS_KEY=hunter2",
        "app postgresql://u:hunter2@db/x",
        "app --config=https://hunter2@host/",
        "curl -H Authorization:hunter2",
        "app hunter2@example.com",
        "app /home/hunter2/x",
        "app sk-ant-api03-0123hunter2abcdefgh",
        "app --url=x?api_key=hunter2",
        "app --auth hunter2 --port 1"
      })
  void whatLooksLikeASecretIsHidden(String line) {
    assertThat(CommandLines.tell(Mode.SCRUBBED, line.replace(' ', '\0'))).doesNotContain(SECRET);
    assertThat(CommandLines.tell(Mode.SCRUBBED, line)).doesNotContain(SECRET);
  }

  @Test
  void whatIsHarmlessStays() {
    assertThat(
            CommandLines.tell(Mode.SCRUBBED, "/usr/bin/java\0-Xmx1g\0-jar\0app.jar\0--port=80\0"))
        .isEqualTo("java -Xmx1g -jar app.jar --port=80");
  }

  @Test
  void strippedIsTheProgramAlone() {
    assertThat(CommandLines.tell(Mode.STRIPPED, "/opt/x/run\0--password\0hunter2"))
        .isEqualTo("run");
    assertThat(CommandLines.tell(Mode.OFF, "/opt/x/run\0a")).isEmpty();
  }
}
