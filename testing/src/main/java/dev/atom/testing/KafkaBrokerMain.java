// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/// The JVM of a [KafkaBroker]: formats the storage if it is new, serves, and ends when its standard
/// input does, since then its parent is gone.
///
/// The one argument is the settings file; the first line of the input is the password of the user
/// `broker`.
public final class KafkaBrokerMain {
  /// What it prints when clients may come.
  static final String READY = "kafka is ready";

  private KafkaBrokerMain() {}

  /// @param args the settings file
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    String password = firstLine(System.in);
    var settings = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      settings.load(in);
    }
    if (!Files.exists(Path.of(settings.getProperty("log.dirs"), "meta.properties"))) {
      format(file, password);
    }
    new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM).startup();
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // The parent says nothing more.
    }
    Runtime.getRuntime().halt(0);
  }

  private static void format(Path file, String password) {
    String[] command = {
      "format",
      "-t",
      Uuid.randomUuid().toString(),
      "-c",
      file.toString(),
      "--add-scram",
      "SCRAM-SHA-256=[name=broker,password=" + password + "]"
    };
    int exit = StorageTool.execute(command, System.err);
    if (exit != 0) {
      throw new IllegalStateException("the storage of Kafka cannot be formatted: exit " + exit);
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return new String(line.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
