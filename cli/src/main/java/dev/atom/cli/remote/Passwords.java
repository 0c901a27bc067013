// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Asks for a password without showing it; never takes one from the command line, where every
/// process of the machine could read it.
final class Passwords {
  private Passwords() {}

  static Secret read(Console console, String prompt, boolean fromInput) {
    if (fromInput) {
      return Secret.of(firstLine(console));
    }
    var terminal = Objects.requireNonNull(System.console(), "console");
    if (!terminal.isTerminal()) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "there is no terminal to ask for a password: give it with --password-stdin");
    }
    char[] typed = terminal.readPassword("%s", prompt);
    return Secret.of(typed == null ? "" : new String(typed));
  }

  private static String firstLine(Console console) {
    var reader = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    try {
      String line = reader.readLine();
      if (line == null || line.isBlank()) {
        throw new AtomException(ErrorCode.BAD_REQUEST, "standard input holds no password");
      }
      return line;
    } catch (IOException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "standard input cannot be read", e);
    }
  }
}
