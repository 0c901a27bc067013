// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.cli.AtomCommand;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the short commands once, in silence: what they load is what the ahead-of-time cache of the
/// command line keeps.
@Command(name = "warm", hidden = true, description = "Run the short commands for their classes.")
public final class WarmCommand implements Callable<Integer> {
  private static final String[][] ALWAYS = {{"--help"}, {"agent", "--help"}, {"version", "--json"}};
  private static final String[][] WITH_INSTANCE = {
    {"status"},
    {"status", "--json"},
    {"whoami"},
    {"domain", "list"},
    {"agent", "list"},
    {"agent", "show", "demo/hello"},
    {"env", "demo/hello"},
    {"token", "list", "demo/hello"},
    {"audit", "tail"},
    {"audit", "verify"}
  };
  private static final String[][] ON_MANIFESTS = {
    {"posture", "check", "-"},
    {"posture", "check", "--format", "json", "-"},
    {"posture", "pss", "--level", "restricted", "-"}
  };
  private static final String MANIFESTS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: warm}
      spec:
        template:
          metadata: {labels: {app: warm}}
          spec:
            containers:
            - name: "main"
              image: warm:1
              args: [serve]
              env: [{name: TOKEN_FILE, value: /run/token}]
      ---
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "warm"}, "data": {"a": "b\\nc"}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: warm}
      spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}
      """;

  private final Console console;

  @Option(names = "--data", paramLabel = "DIR", description = "A running instance to ask.")
  private @Nullable Path data;

  @Option(names = "--processes", description = "Make the caches of the processes, too.")
  private boolean processes;

  public WarmCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (processes) {
      Training.ensure(console);
      return ExitCodes.DONE;
    }
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var silent =
        new Console(
            nowhere, nowhere, console.in(), console.environment(), console.clock(), console.home());
    for (String[] line : ALWAYS) {
      AtomCommand.run(silent, line);
    }
    for (String[] line : ON_MANIFESTS) {
      var in = new ByteArrayInputStream(MANIFESTS.getBytes(StandardCharsets.UTF_8));
      AtomCommand.run(
          new Console(nowhere, nowhere, in, console.environment(), console.clock(), console.home()),
          line);
    }
    if (data != null) {
      for (String[] line : WITH_INSTANCE) {
        List<String> arguments = new ArrayList<>(List.of(line));
        arguments.addAll(List.of("--data", data.toString()));
        AtomCommand.run(silent, arguments.toArray(String[]::new));
      }
    }
    return ExitCodes.DONE;
  }
}
