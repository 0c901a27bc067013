// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import java.nio.file.Path;

/// What a person is told when an instance is ready: where it is and what to type next.
final class Welcome {
  private Welcome() {}

  static void print(Console console, DataFolder data, boolean json) {
    var status = Status.of(data);
    if (json) {
      console.printJson(status.toJson());
      return;
    }
    InstanceState state = InstanceState.read(data).orElseThrow();
    boolean usual = data.root().equals(DataOption.usual(console.environment()));
    String option = usual ? "" : " --data " + shell(data.root());
    console.print(
        """

        Atom is ready.
          GATE     %s/domain/DOMAIN/agent/AGENT/v1
          studio   %s
          data     %s
          CA       %s

        Try it as the agent demo/hello:
          eval "$(./atom env demo/hello%s)"
          curl -s "$OPENAI_BASE_URL/chat/completions" \\
            -H "authorization: Bearer $OPENAI_API_KEY" -H 'content-type: application/json' \\
            -d '{"model":"atom-small","messages":[{"role":"user","content":"Hello"}]}'
        Then:
          ./atom audit tail%s      what was allowed and refused
          ./atom status%s          every address and process
          ./atom down%s            stop
        """
            .formatted(
                state.url(DataFolder.GATE),
                state.url(DataFolder.STUDIO),
                data.root(),
                data.caCertificate(),
                option,
                option,
                option,
                option)
            .stripTrailing());
  }

  private static String shell(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
