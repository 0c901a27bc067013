// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atom.base.AtomException;
import dev.atom.base.ErrorCode;
import dev.atom.base.Secret;
import dev.atom.cli.instance.DataFolder;
import dev.atom.cli.instance.InstanceState;
import dev.atom.cli.instance.InstanceTls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The control plane of the instance in a data folder, as the logged-in person sees it.
public final class StudioClient {
  private final StudioCalls calls;
  private final Sessions sessions;

  private StudioClient(StudioCalls calls, Sessions sessions) {
    this.calls = calls;
    this.sessions = sessions;
  }

  /// The client for the instance in `data`.
  ///
  /// @throws AtomException DEPENDENCY_UNAVAILABLE when none was ever started there
  public static StudioClient of(DataFolder data, InstantSource clock) {
    InstanceState state =
        InstanceState.read(data)
            .orElseThrow(() ->
                new AtomException(
                    ErrorCode.DEPENDENCY_UNAVAILABLE,
                    "there is no instance in "
                        + data.root()
                        + ": start one with ./atom up, or name another folder with --data"));
    var calls = new StudioCalls(InstanceTls.anonymousClient(data), state.url(DataFolder.STUDIO));
    return new StudioClient(calls, new Sessions(data, calls, clock));
  }

  /// Logs in and keeps the session.
  public void login(String email, Secret password) {
    sessions.login(email, password);
  }

  /// Ends the session, at studio and here.
  public void logout() {
    post("/api/auth/logout", null);
    sessions.forget();
  }

  /// GET.
  public JsonNode get(String path) {
    return calls.send("GET", path, null, sessions.accessToken());
  }

  /// GET of a text that is no JSON document.
  public Document document(String path) {
    return calls.document(path, sessions.accessToken());
  }

  /// A page of a text.
  ///
  /// @param nextBefore where the next page begins; empty after the last
  public record Document(String text, Optional<Long> nextBefore) {}

  /// POST; no body when `body` is null.
  public JsonNode post(String path, @Nullable Object body) {
    return calls.send("POST", path, body, sessions.accessToken());
  }

  /// PATCH.
  public JsonNode patch(String path, Object body) {
    return calls.send("PATCH", path, body, sessions.accessToken());
  }

  /// DELETE.
  public JsonNode delete(String path) {
    return calls.send("DELETE", path, null, sessions.accessToken());
  }

  /// The entries of a list answer, which is an array or an object with one array in it.
  public static List<JsonNode> items(JsonNode answer) {
    JsonNode array = answer;
    if (answer.isObject()) {
      for (JsonNode member : answer) {
        if (member.isArray()) {
          array = member;
          break;
        }
      }
    }
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  /// `segment` as one segment of a path or one value of a query.
  public static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
