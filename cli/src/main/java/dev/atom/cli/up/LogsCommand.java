// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.up;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.Console;
import dev.atom.cli.DataOption;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.LogFiles;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what the processes log.
@Command(
    name = "logs",
    description = "Show the log of a process, JSON lines as written.",
    footer = {"", "Examples:", "  ./atom logs gate", "  ./atom logs studio -n 100 -f"})
public final class LogsCommand implements Callable<Integer> {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private final Console console;
  @Mixin private DataOption data = new DataOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "PROCESS",
      description = "gate (default), studio, llm, archiver, witness, supervisor or postgres.")
  private String process = "gate";

  @Option(names = "-n", paramLabel = "LINES", description = "How many of the last lines (20).")
  private int lines = 20;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is written from now on.")
  private boolean follow;

  public LogsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path log = log(new DataFolder(data.folder(console.environment())));
    LogFiles.lastLines(log, lines).forEach(console::print);
    if (follow) {
      follow(log);
    }
    return ExitCodes.DONE;
  }

  private Path log(DataFolder folder) {
    Path log =
        process.equals("postgres")
            ? folder.root().resolve("postgres/postgres.log")
            : folder.log(process);
    if (!DataFolder.PROCESSES.contains(process)
        && !process.equals("supervisor")
        && !process.equals("postgres")) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST,
          "'"
              + process
              + "' is no process of an instance: "
              + String.join(", ", DataFolder.PROCESSES)
              + ", supervisor, postgres");
    }
    if (!Files.exists(log)) {
      throw new AtomException(ErrorCode.NOT_FOUND, "there is no log " + log + " yet");
    }
    return log;
  }

  /// Until interrupted. A log that shrank was put aside: go on at its new beginning.
  private void follow(Path log) throws IOException {
    long position = Files.size(log);
    while (!Thread.currentThread().isInterrupted()) {
      long size = Files.size(log);
      if (size < position) {
        position = 0;
      }
      if (size > position) {
        try (FileChannel channel = FileChannel.open(log)) {
          channel.position(position);
          byte[] fresh = Channels.newInputStream(channel).readNBytes((int) (size - position));
          console.out().print(new String(fresh, StandardCharsets.UTF_8));
          console.out().flush();
        }
        position = size;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
