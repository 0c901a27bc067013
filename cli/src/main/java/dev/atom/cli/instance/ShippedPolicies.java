// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.cli.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Gives a new instance its policies: `base` and `custom` as shipped, never the tests. Later starts
/// leave them alone, they belong to the operator then.
final class ShippedPolicies {
  private ShippedPolicies() {}

  static void ensure(Path shipped, DataFolder data) {
    if (Files.exists(data.policies())) {
      return;
    }
    if (!Files.isDirectory(shipped.resolve("base"))) {
      throw new AtomException(
          ErrorCode.INTERNAL, "the program's policies are missing: " + shipped.resolve("base"));
    }
    Path making = data.root().resolve("policies.making");
    for (String part : new String[] {"base", "custom"}) {
      PrivateFiles.folder(making.resolve(part));
      copy(shipped.resolve(part), making.resolve(part));
    }
    try {
      Files.move(making, data.policies());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the policies cannot be put into " + data.root(), e);
    }
  }

  private static void copy(Path from, Path to) {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> files = Files.list(from)) {
      files
          .filter(file -> file.toString().endsWith(".rego"))
          .forEach(file -> copyFile(file, to.resolve(file.getFileName().toString())));
    } catch (IOException | UncheckedIOException e) {
      throw new AtomException(ErrorCode.BAD_REQUEST, "the policies cannot be copied: " + e, e);
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      PrivateFiles.write(to, Files.readString(from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
