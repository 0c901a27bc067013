// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.Json;
import dev.atom.cli.PrivateFiles;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/// Gives an access token that is still good: the kept one, a renewed one, or one of a silent login
/// with the administrator's password file of a local instance.
///
/// Renewing happens under a file lock: a refresh token that is used twice ends the whole family,
/// and two commands may run at once.
final class Sessions {
  private static final long MARGIN_SECONDS = 30;

  private final DataFolder data;
  private final StudioCalls calls;
  private final InstantSource clock;

  Sessions(DataFolder data, StudioCalls calls, InstantSource clock) {
    this.data = data;
    this.calls = calls;
    this.clock = clock;
  }

  /// @throws AtomException UNAUTHENTICATED when nobody is logged in and nobody can be silently
  String accessToken() {
    Path lockFile = data.session().resolveSibling("lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      return current().accessToken();
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, "the session cannot be locked: " + lockFile, e);
    }
  }

  private Session current() {
    if (!Files.exists(data.session())) {
      return silently();
    }
    Session kept = Json.read(data.session(), Session.class);
    if (clock.instant().getEpochSecond() < kept.expiresAt() - MARGIN_SECONDS) {
      return kept;
    }
    try {
      var body = Json.object().put("refresh_token", kept.refreshToken());
      return keep(kept.email(), calls.send("POST", "/api/auth/refresh", body, null));
    } catch (AtomException e) {
      if (e.code() == ErrorCode.UNAUTHENTICATED) {
        return silently();
      }
      throw e;
    }
  }

  private Session silently() {
    if (!Files.isReadable(data.adminPassword())) {
      throw new AtomException(
          ErrorCode.UNAUTHENTICATED, "nobody is logged in: use ./atom login --email YOU@EXAMPLE");
    }
    return login(InstanceState.ADMIN_USER, Secret.of(PrivateFiles.read(data.adminPassword())));
  }

  Session login(String email, Secret password) {
    var body = Json.object().put("email", email).put("password", password.reveal());
    return keep(email, calls.send("POST", "/api/auth/login", body, null));
  }

  private Session keep(String email, JsonNode answer) {
    var session =
        new Session(
            email,
            answer.path("access_token").asText(),
            answer.path("refresh_token").asText(),
            clock.instant().getEpochSecond() + answer.path("expires_in").asLong(900));
    PrivateFiles.write(data.session(), Json.line(session) + "\n");
    return session;
  }

  /// Ends the session here; studio is told by the caller.
  void forget() {
    try {
      Files.deleteIfExists(data.session());
    } catch (IOException e) {
      throw new AtomException(
          ErrorCode.BAD_REQUEST, data.session() + " cannot be deleted: " + e, e);
    }
  }
}
