// SPDX-License-Identifier: Apache-2.0
package dev.atom.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConfigPageTest {
  @Test
  void writesARowPerKeyAndTheRetiredOnes() {
    String page = ConfigPage.markdown("app", ConfigLoaderTest.App.class);

    assertThat(page)
        .startsWith("# Configuration of app\n")
        .contains(
            "| `listener.port` | whole number | `8443` | `APP_PORT` | The port \\| to listen on. |",
            "| `listener.tls.certificate` | path | required within |  |  |",
            "| `listener.tls.client-ca` | path | none |  |  |",
            "| `limits.redis-url` | URI | none | `REDIS_URL` |  |",
            "| `providers[].kind` | `offline`, `openai-compatible` | `offline` |  |  |",
            "| `providers[].models` | list of text | empty |  |  |",
            "| `limits.burst` | limits are exact windows now: remove the key |")
        .endsWith("|\n");
  }
}
