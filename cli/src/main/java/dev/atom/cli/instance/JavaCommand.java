// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Command lines for our own mains: this JDK, this class path, small heaps, and an ahead-of-time
/// cache where there is one.
///
/// @param classPath the jars, in the order the caches were made with
/// @param caches the folder of the `.aot` files
record JavaCommand(String classPath, Path caches) {
  private static final List<String> ALWAYS =
      List.of(
          "-XX:+ExitOnOutOfMemoryError",
          "-Dfile.encoding=UTF-8",
          "-Duser.timezone=UTC",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  /// What this process itself runs with.
  static JavaCommand ofThisProcess(Path caches) {
    return new JavaCommand(System.getProperty("java.class.path"), caches);
  }

  List<String> run(String name, String mainClass, List<String> jvm, List<String> arguments) {
    Path cache = cache(name);
    List<String> all = new ArrayList<>(jvm);
    if (Files.exists(cache)) {
      // Without a usable cache the JVM starts slower, and works.
      all.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    return command(mainClass, all, arguments);
  }

  List<String> train(String name, String mainClass, List<String> jvm, List<String> arguments) {
    List<String> all = new ArrayList<>(jvm);
    all.addAll(
        List.of("-XX:AOTCacheOutput=" + cache(name), "-Xlog:aot=off", "-Xlog:cds=off"));
    return command(mainClass, all, arguments);
  }

  Path cache(String name) {
    return caches.resolve(name + ".aot");
  }

  private List<String> command(String mainClass, List<String> jvm, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ALWAYS);
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }
}
