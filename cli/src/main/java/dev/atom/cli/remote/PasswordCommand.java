// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Changes the password of whoever is logged in.
@Command(
    name = "password",
    description = "Change your password; the administrator's first one is deleted from its file.",
    footer = {"", "Examples:", "  ./atom password", "  ./atom password --new-stdin < new.txt"})
public final class PasswordCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private RemoteOptions options = new RemoteOptions();

  @Option(
      names = "--new-stdin",
      description =
          "Read the new password from standard input; the current one must be the file's.")
  private boolean fromInput;

  public PasswordCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DataFolder data = options.folder(console);
    StudioClient studio = options.studio(console);
    String email = studio.get("/api/auth/me").path("email").asText();
    boolean first =
        email.equals(InstanceState.ADMIN_USER) && Files.isReadable(data.adminPassword());
    String current =
        first
            ? PrivateFiles.read(data.adminPassword())
            : Passwords.read(console, "Current password: ", false).reveal();
    String fresh = Passwords.read(console, "New password: ", fromInput).reveal();
    studio.post("/api/auth/password", Json.object().put("current", current).put("new", fresh));
    if (first) {
      delete(data);
    }
    console.print("password of " + email + " changed; log in again with ./atom login");
    return ExitCodes.DONE;
  }

  private static void delete(DataFolder data) {
    try {
      Files.deleteIfExists(data.adminPassword());
      Files.deleteIfExists(data.session());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "the password was changed, but delete "
              + data.adminPassword()
              + " yourself: "
              + e.getMessage(),
          e);
    }
  }
}
