// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The schema that ships, as an independent validator reads it.
final class Schema {
  private static final com.networknt.schema.Schema SHIPPED = load();

  private Schema() {}

  private static com.networknt.schema.Schema load() {
    try (InputStream in = AuditRecord.class.getResourceAsStream("audit-record.schema.json")) {
      assertThat(in).isNotNull();
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with a record.
  static List<String> complaints(String json) {
    return SHIPPED.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }
}
