// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.api;

import dev.atom.http.OpenRoute;
import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import dev.atom.studio.wire.Exchange;
import dev.atom.studio.wire.PathTemplate;
import dev.atom.studio.wire.Reply;
import java.util.List;
import java.util.Optional;

/// One line of the route table: what is called, who may, what comes in, what goes out, who answers.
///
/// @param takes the record that the body must be; [Reply.Nothing] for none
/// @param answers what a done call gives
/// @param query the names of query parameters that are understood
public record Route(
    String method,
    PathTemplate path,
    String summary,
    Access access,
    Class<?> takes,
    Answers answers,
    List<String> query,
    Handling handling) {

  /// Status and body of a done call.
  public record Answers(int status, Class<?> body) {}

  /// Answers a call whose caller is known.
  ///
  /// @param <B> the body
  @FunctionalInterface
  public interface Handler<B> {
    Reply handle(Caller caller, Exchange exchange, B body);
  }

  /// Answers a call of anybody.
  ///
  /// @param <B> the body
  @FunctionalInterface
  public interface OpenHandler<B> {
    Reply handle(Exchange exchange, B body);
  }

  /// A handler with its body's type forgotten; [Draft] makes sure that it fits.
  @FunctionalInterface
  public interface Handling {
    Reply handle(Optional<Caller> caller, Exchange exchange, Object body);
  }

  public static Draft<Reply.Nothing> get(String template) {
    return draft("GET", template);
  }

  public static Draft<Reply.Nothing> post(String template) {
    return draft("POST", template);
  }

  public static Draft<Reply.Nothing> patch(String template) {
    return draft("PATCH", template);
  }

  public static Draft<Reply.Nothing> delete(String template) {
    return draft("DELETE", template);
  }

  private static Draft<Reply.Nothing> draft(String method, String template) {
    return new Draft<>(
        method,
        PathTemplate.of(template),
        "",
        Reply.Nothing.class,
        new Answers(200, Reply.Nothing.class),
        List.of(),
        "");
  }

  /// A route that lacks its handler yet.
  ///
  /// @param reason why anybody may call it; empty when not anybody may
  /// @param <B> the body its handler will get
  public record Draft<B>(
      String method,
      PathTemplate path,
      String summary,
      Class<B> takes,
      Answers answers,
      List<String> query,
      String reason) {

    /// One sentence for the document.
    public Draft<B> says(String sentence) {
      return new Draft<>(method, path, sentence, takes, answers, query, reason);
    }

    public <C> Draft<C> takes(Class<C> body) {
      return new Draft<>(method, path, summary, body, answers, query, reason);
    }

    public Draft<B> gives(int status, Class<?> body) {
      return new Draft<>(method, path, summary, takes, new Answers(status, body), query, reason);
    }

    public Draft<B> query(String... names) {
      return new Draft<>(method, path, summary, takes, answers, List.of(names), reason);
    }

    /// Anybody may call it, and this is why.
    public Draft<B> openBecause(String why) {
      return new Draft<>(method, path, summary, takes, answers, query, why);
    }

    /// The line of the list of what is open.
    public OpenRoute listed() {
      return new OpenRoute(method, path.text(), reason);
    }

    public Route needs(Action action, Handler<B> handler) {
      return route(
          new Access.Needs(action),
          (caller, exchange, body) ->
              handler.handle(caller.orElseThrow(), exchange, takes.cast(body)));
    }

    public Route open(OpenHandler<B> handler) {
      return route(
          new Access.Open(said()),
          (_, exchange, body) -> handler.handle(exchange, takes.cast(body)));
    }

    public Route probe(OpenHandler<B> handler) {
      return route(
          new Access.Probe(said()),
          (_, exchange, body) -> handler.handle(exchange, takes.cast(body)));
    }

    private String said() {
      if (reason.isEmpty()) {
        throw new IllegalStateException(path.text() + " is open without a reason");
      }
      return reason;
    }

    private Route route(Access access, Handling handling) {
      return new Route(method, path, summary, access, takes, answers, query, handling);
    }
  }
}
