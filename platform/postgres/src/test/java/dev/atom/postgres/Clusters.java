// SPDX-License-Identifier: Apache-2.0
package dev.atom.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

/// What the tests of this room share.
final class Clusters {
  /// The programs, unpacked once for all tests.
  static final Path BINARIES = Path.of("target", "postgres-programs");

  private Clusters() {}

  /// Connects as a libpq client would: user, host and password file from the URL.
  static Connection connect(String url) throws Exception {
    var uri = URI.create(url);
    String query = uri.getRawQuery();
    String passfile = query.substring(query.indexOf("passfile=") + "passfile=".length());
    String line =
        Files.readString(Path.of(URLDecoder.decode(passfile, StandardCharsets.UTF_8))).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath(),
        uri.getUserInfo(),
        line.substring(line.lastIndexOf(':') + 1));
  }

  static String value(Connection connection, String query) throws Exception {
    try (var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
