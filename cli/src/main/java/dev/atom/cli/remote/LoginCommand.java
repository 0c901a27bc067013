// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.base.Secret;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Logs a person in and keeps the session.
@Command(
    name = "login",
    description = "Log in to the instance; the session is kept in a file only you can read.",
    footer = {
      "",
      "Without a login, the commands use the administrator's first password of an instance on this",
      "machine while its file exists.",
      "",
      "Examples:",
      "  ./atom login --email ada@example.com",
      "  ./atom login --email ada@example.com --password-stdin < password.txt"
    })
public final class LoginCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();

  @Option(names = "--email", required = true, paramLabel = "EMAIL", description = "Who you are.")
  private String email = "";

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean fromInput;

  public LoginCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Secret password = Passwords.read(console, "Password: ", fromInput);
    StudioClient studio = options.studio(console);
    studio.login(email, password);
    var me = studio.get("/api/auth/me");
    options.print(
        console,
        me,
        it -> "logged in as " + it.path("email").asText(email) + ", " + it.path("role").asText());
    return ExitCodes.DONE;
  }
}
