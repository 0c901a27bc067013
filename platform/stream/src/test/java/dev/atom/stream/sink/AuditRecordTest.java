// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.testing.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Feature("C13")
final class AuditRecordTest {
  @ParameterizedTest
  @EnumSource(SinkKind.class)
  void aRecordKeepsToTheSchemaInEverySink(SinkKind sink) {
    assertThat(Schema.complaints(Samples.plain(0).json(sink).toString())).isEmpty();
  }

  @Test
  void aRecordHasTheFieldsOfTheContract() {
    var json = Samples.plain(0).json(SinkKind.FILE);

    assertThat(json.path("event_id").asText()).startsWith("audit_");
    assertThat(json.path("timestamp_policy").asText()).isEqualTo("runtime-unix-seconds");
    assertThat(json.path("timestamp_unix_s").isIntegralNumber()).isTrue();
    assertThat(json.path("sink").asText()).isEqualTo("file");
    assertThat(json.path("principal").asText()).isEqualTo("agent-0");
  }

  @Test
  void forbiddenKeysAreDroppedAndForbiddenValuesReplaced() {
    var json = Samples.dirty().json(SinkKind.STDOUT);

    assertThat(json.toString())
        .doesNotContain("plain", "@", "127.0.0.1", "eyJ")
        .doesNotContainIgnoringCase("bearer", "api-key", "token", "secret", "signature");
    assertThat(json.path("principal").asText()).isEqualTo("[REDACTED]");
    assertThat(json.path("reason").asText()).isEqualTo("[REDACTED]");
    assertThat(Schema.complaints(json.toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"principal\":\"a@b\"",
        "\"resource_id\":\"Bearer x\"",
        "\"event_id\":\"other_1\"",
        "\"sink\":\"syslog\"",
        "\"timestamp_policy\":\"wall\"",
        "\"client_ip\":\"10.0.0.1\"",
        "\"path\":\"http://127.0.0.1/\"",
      })
  void theSchemaRefusesWhatTheContractForbids(String member) {
    var json = Samples.plain(0).json(SinkKind.FILE);
    json.remove(member.substring(1, member.indexOf('"', 1)));
    String changed = json.toString().replaceFirst("\\{", "{" + member + ",");

    assertThat(Schema.complaints(changed)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_id",
        "event_name",
        "timestamp_policy",
        "timestamp_unix_s",
        "sink",
        "action",
        "resource_kind",
        "resource_id"
      })
  void theSchemaMissesWhatIsRequired(String member) {
    var json = Samples.plain(0).json(SinkKind.FILE);
    json.remove(member);

    assertThat(Schema.complaints(json.toString())).isNotEmpty();
  }
}
