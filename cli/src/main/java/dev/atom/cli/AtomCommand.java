// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli;

import dev.atom.base.AtomException;
import dev.atom.cli.demo.DemoCommand;
import dev.atom.cli.incident.BundleCommand;
import dev.atom.cli.local.AuthCommand;
import dev.atom.cli.local.BenchCommand;
import dev.atom.cli.local.CompletionCommand;
import dev.atom.cli.local.ConfigCommand;
import dev.atom.cli.local.DoctorCommand;
import dev.atom.cli.local.FeaturesCommand;
import dev.atom.cli.local.PolicyCommand;
import dev.atom.cli.local.VersionCommand;
import dev.atom.cli.posture.PostureCommand;
import dev.atom.cli.posture.TriageCommand;
import dev.atom.cli.remote.AgentCommand;
import dev.atom.cli.remote.AuditCommand;
import dev.atom.cli.remote.DomainCommand;
import dev.atom.cli.remote.EnvCommand;
import dev.atom.cli.remote.ExplainCommand;
import dev.atom.cli.remote.LoginCommand;
import dev.atom.cli.remote.LogoutCommand;
import dev.atom.cli.remote.PasswordCommand;
import dev.atom.cli.remote.TokenCommand;
import dev.atom.cli.remote.WhoamiCommand;
import dev.atom.cli.up.DownCommand;
import dev.atom.cli.up.LogsCommand;
import dev.atom.cli.up.StatusCommand;
import dev.atom.cli.up.UpCommand;
import dev.atom.cli.up.WarmCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `atom`: the table of all subcommands, and how what they throw becomes an exit code.
@Command(
    name = "atom",
    description = "Run AI agents without having to trust them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      DownCommand.class,
      DemoCommand.class,
      LoginCommand.class,
      LogoutCommand.class,
      PasswordCommand.class,
      WhoamiCommand.class,
      DomainCommand.class,
      AgentCommand.class,
      TokenCommand.class,
      EnvCommand.class,
      AuditCommand.class,
      ExplainCommand.class,
      PolicyCommand.class,
      PostureCommand.class,
      TriageCommand.class,
      BundleCommand.class,
      LogsCommand.class,
      ConfigCommand.class,
      AuthCommand.class,
      DoctorCommand.class,
      FeaturesCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
      WarmCommand.class
    },
    footer = {
      "",
      "Also, by the launcher: ./atom test [--all], ./atom bench.",
      "",
      "Exit codes: 0 done, 1 a negative verdict, 2 cannot judge, 64 wrong usage,",
      "69 something needed is unavailable, 70 our fault.",
      "",
      "Examples:",
      "  ./atom up                         start everything here and say how to use it",
      "  ./atom demo                       see an agent let through, refused, limited, revoked",
      "  eval \"$(./atom env demo/hello)\"   point an SDK at GATE",
      "  ./atom audit tail -f              watch what happens",
      "  ./atom COMMAND --help             more about one command"
    })
public final class AtomCommand {
  private AtomCommand() {}

  /// Runs one command line and gives its exit code.
  public static int run(Console console, String... arguments) {
    return commandLine(console).execute(arguments);
  }

  /// The whole command tree.
  public static CommandLine commandLine(Console console) {
    var line = new CommandLine(new AtomCommand(), new CommandFactory(console));
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpLongOptionsMaxWidth(26);
    withHelp(line);
    line.setParameterExceptionHandler((e, arguments) -> usage(e));
    line.setExecutionExceptionHandler((e, _, _) -> failure(console, e));
    return line;
  }

  private static void withHelp(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(false);
    line.getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    if (line.getCommandSpec().userObject() instanceof AtomCommand
        || !line.getSubcommands().isEmpty()) {
      line.setExecutionStrategy(new CommandLine.RunLast());
    }
    line.getSubcommands().values().forEach(AtomCommand::withHelp);
  }

  private static int usage(CommandLine.ParameterException e) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println(e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCodes.USAGE;
  }

  private static int failure(Console console, Exception e) {
    if (e instanceof AtomException known) {
      console.tell("atom: " + known.getMessage());
      return ExitCodes.of(known);
    }
    console.tell("atom: a defect of ours: " + e);
    e.printStackTrace(console.err());
    return ExitCodes.INTERNAL;
  }
}
