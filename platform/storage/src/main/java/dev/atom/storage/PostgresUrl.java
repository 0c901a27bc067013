// SPDX-License-Identifier: Apache-2.0
package dev.atom.storage;

import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL database is and who we are there, written as libpq does
/// (`postgresql://user:password@host:5432/name?sslmode=verify-full&sslrootcert=...`).
///
/// A password may stand in the URL or, better, in a `passfile` of pgpass format. Printing hides it.
///
/// @param host name or address
/// @param port TCP port
/// @param database database name
/// @param user role
/// @param password from the URL, or empty
/// @param parameters the rest: `passfile`, `sslmode`, `sslrootcert`, `application_name`, ...
public record PostgresUrl(
    String host,
    int port,
    String database,
    String user,
    Optional<Secret> password,
    Map<String, String> parameters) {

  public PostgresUrl {
    parameters = Map.copyOf(parameters);
  }

  /// Reads the written form.
  ///
  /// @throws IllegalArgumentException naming what is wrong, never the password
  public static PostgresUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "the database URL is not a URL: " + e.getReason() + " at character " + e.getIndex());
    }
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "a database URL begins with postgresql://, not '" + uri.getScheme() + "'");
    }
    String path = uri.getPath();
    if (uri.getHost() == null || uri.getUserInfo() == null || path == null || path.length() < 2) {
      throw new IllegalArgumentException(
          "a database URL names a role, a host and a database: postgresql://role@host:5432/name");
    }
    String[] login = uri.getRawUserInfo().split(":", 2);
    return new PostgresUrl(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        path.substring(1),
        decode(login[0]),
        login.length == 2 ? Optional.of(Secret.of(decode(login[1]))) : Optional.empty(),
        parameters(uri.getRawQuery()));
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> found = new TreeMap<>();
    if (query != null) {
      for (String pair : query.split("&")) {
        String[] parts = pair.split("=", 2);
        found.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return found;
  }

  /// The same database with other parameters added.
  public PostgresUrl with(String parameter, String value) {
    var more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new PostgresUrl(host, port, database, user, password, more);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /// What the driver is told besides [#jdbcUrl()].
  ///
  /// @throws AtomException when the password file cannot be read or has no line for this database
  Properties driverProperties() {
    var properties = new Properties();
    properties.setProperty("user", user);
    parameters.forEach((name, value) -> {
      switch (name) {
        case "passfile" -> {}
        case "application_name" -> properties.setProperty("ApplicationName", value);
        default -> properties.setProperty(name, value);
      }
    });
    resolvedPassword().ifPresent(secret -> properties.setProperty("password", secret.reveal()));
    return properties;
  }

  private Optional<Secret> resolvedPassword() {
    String passfile = parameters.get("passfile");
    if (password.isPresent() || passfile == null) {
      return password;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(passfile));
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_CONFIGURATION, "the password file " + passfile + " cannot be read", e);
    }
    for (String line : lines) {
      var fields = fields(line);
      if (fields.size() == 5
          && matches(fields.get(0), host)
          && matches(fields.get(1), Integer.toString(port))
          && matches(fields.get(2), database)
          && matches(fields.get(3), user)) {
        return Optional.of(Secret.of(fields.get(4)));
      }
    }
    throw new AtomException(
        ErrorCode.BAD_CONFIGURATION,
        "the password file "
            + passfile
            + " has no line for "
            + this
            + ": add host:port:db:role:pw");
  }

  /// Splits one pgpass line at colons; a backslash keeps the next character.
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    var field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < 4) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static boolean matches(String pattern, String value) {
    return pattern.equals("*") || pattern.equals(value);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }
}
