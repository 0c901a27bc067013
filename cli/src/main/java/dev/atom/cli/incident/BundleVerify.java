// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Sha256;
import dev.atom.cli.Console;
import dev.atom.cli.ExitCodes;
import dev.atom.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Compares a bundle with its record.
@Command(
    name = "verify",
    description = "Check that a bundle holds what its record says. Exit 1 when not.",
    footer = {"", "Examples:", "  ./atom bundle verify bundles/20261122T120000Z-web"})
public final class BundleVerify implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "DIR", description = "The bundle.")
  private Path folder = Path.of("");

  public BundleVerify(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<String> wrong = new ArrayList<>();
    JsonNode bundle = Json.read(folder.resolve("bundle.json"), JsonNode.class);
    Set<String> known = new TreeSet<>(Set.of("bundle.json"));
    try {
      for (JsonNode part : bundle.path("parts")) {
        String record = part.path("category").asText() + ".record.json";
        known.add(record);
        check(record, part, known, wrong);
      }
      try (Stream<Path> all = Files.list(folder)) {
        all.map(it -> folder.relativize(it).toString())
            .filter(it -> !known.contains(it))
            .sorted()
            .forEach(it -> wrong.add(it + " is in no record"));
      }
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, folder + " cannot be read: " + e.getMessage(), e);
    }
    wrong.forEach(console::print);
    if (wrong.isEmpty()) {
      console.print("ok: " + bundle.path("status").asText() + " when it was collected");
    }
    return wrong.isEmpty() ? ExitCodes.DONE : ExitCodes.NEGATIVE;
  }

  private void check(String record, JsonNode part, Set<String> known, List<String> wrong)
      throws IOException {
    Path own = folder.resolve(record);
    if (!Files.exists(own)) {
      wrong.add(record + " is missing");
    } else if (!Json.read(own, JsonNode.class).equals(part)) {
      wrong.add(record + " differs from bundle.json");
    }
    if (part.path("files").isEmpty()) {
      wrong.add(record + " names no file");
    }
    for (JsonNode file : part.path("files")) {
      String name = file.path("name").asText();
      known.add(name);
      Path place = folder.resolve(name).normalize();
      if (!place.startsWith(folder.normalize()) || !Files.exists(place)) {
        wrong.add(name + " is missing");
      } else if (!Sha256.hex(Files.readAllBytes(place)).equals(file.path("sha256").asText())) {
        wrong.add(name + " is not what was collected");
      }
    }
  }
}
