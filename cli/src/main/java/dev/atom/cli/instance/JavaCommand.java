// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.instance;

import dev.atom.process.JvmOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Command lines for our own mains: this JDK, this class path, small heaps, and an ahead-of-time
/// cache where there is one.
///
/// @param classPath the jars, in the order the caches were made with
/// @param caches the folder of the `.aot` files
/// @param training whether processes write a cache when they end, instead of using one
record JavaCommand(String classPath, Path caches, boolean training) {
  /// For a process with little to do.
  static final List<String> SMALL = List.of("-Xmx192m", "-XX:+UseSerialGC");

  /// For a process that does one small thing.
  static final List<String> TINY =
      List.of("-Xmx48m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /// What this process itself runs with, or what the launcher says that its children need of it.
  static JavaCommand ofThisProcess(Path caches) {
    String own = System.getProperty("java.class.path");
    return new JavaCommand(System.getProperty("atom.children.class-path", own), caches, false);
  }

  /// The same, writing caches into another folder.
  JavaCommand trainingInto(Path folder) {
    return new JavaCommand(classPath, folder, true);
  }

  List<String> of(String name, String mainClass, List<String> jvm, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.common());
    command.addAll(jvm);
    if (training) {
      command.add("-XX:AOTCacheOutput=" + cache(name));
    } else if (Files.exists(cache(name))) {
      // Without a usable cache the JVM starts slower, and works.
      command.add("-XX:AOTCache=" + cache(name));
    }
    command.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off", "-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }

  Path cache(String name) {
    return caches.resolve(name + ".aot");
  }
}
