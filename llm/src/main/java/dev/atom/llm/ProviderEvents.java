// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A provider's server-sent events, handed on event by event as they arrive.
///
/// It holds back at most one incomplete event, reads the usage on the way, and takes out the event
/// that carries only usage when the client did not ask for it. It fails, instead of ending, when
/// the provider stops before the end, sends what is no event, or reports an error of its own, so
/// that a broken answer never looks whole.
final class ProviderEvents implements ReadStream<Buffer> {
  /// The stream cannot be trusted further; the message is for the caller.
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message, null, false, false);
    }
  }

  private static final int EVENT_BYTES_MAX = 4 * 1024 * 1024;
  private static final String DATA = "data:";
  private static final String DONE = "[DONE]";

  private final ReadStream<Buffer> source;
  private final UsageTap usage;
  private final boolean usageWanted;
  private Buffer pending = Buffer.buffer();

  /// How far `pending` was searched for the end of an event, and where the line there begins.
  private int searched;

  private int lineStart;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private boolean over;

  ProviderEvents(ReadStream<Buffer> source, UsageTap usage, boolean usageWanted) {
    this.source = source;
    this.usage = usage;
    this.usageWanted = usageWanted;
  }

  /// Connects to the source, which must be paused.
  ProviderEvents connect() {
    source.handler(this::arrived);
    source.exceptionHandler(_ -> fail("the provider broke off"));
    source.endHandler(_ -> ended());
    return this;
  }

  private void arrived(Buffer part) {
    if (over) {
      return;
    }
    pending.appendBuffer(part);
    Buffer out = Buffer.buffer();
    int from = 0;
    try {
      for (int to = eventEnd(); to > 0; to = eventEnd()) {
        Buffer event = pending.getBuffer(from, to);
        if (passes(event.toString(StandardCharsets.UTF_8))) {
          out.appendBuffer(event);
        }
        from = to;
      }
    } catch (Broken e) {
      fail(String.valueOf(e.getMessage()));
      return;
    }
    if (from > 0) {
      pending = pending.getBuffer(from, pending.length());
      searched -= from;
      lineStart -= from;
    }
    if (pending.length() > EVENT_BYTES_MAX) {
      fail("the provider sent an event above 4 MiB");
    } else if (out.length() > 0 && handler != null) {
      handler.handle(out);
    }
  }

  /// The position after the blank line that ends the next event; -1 when it is incomplete.
  private int eventEnd() {
    while (searched < pending.length()) {
      int i = searched++;
      if (pending.getByte(i) == '\n') {
        boolean blank = i == lineStart || (i == lineStart + 1 && pending.getByte(i - 1) == '\r');
        lineStart = i + 1;
        if (blank) {
          return lineStart;
        }
      }
    }
    return -1;
  }

  private boolean passes(String event) {
    var data = new StringBuilder();
    event
        .lines()
        .filter(line -> line.startsWith(DATA))
        .forEach(line -> data.append(line, DATA.length(), line.length()));
    String text = data.toString().strip();
    if (text.isEmpty()) {
      return true;
    }
    if (text.equals(DONE)) {
      usage.finish();
      return true;
    }
    JsonObject document = document(text);
    if (document.getValue("error") != null) {
      throw new Broken("the provider reported an error within its answer");
    }
    usage.update(Usage.read(document, usage.usage()));
    return usageWanted || !isUsageOnly(document);
  }

  private static JsonObject document(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException _) {
      throw new Broken("the provider sent an event that is not JSON");
    }
  }

  private static boolean isUsageOnly(JsonObject document) {
    return document.getValue("usage") instanceof JsonObject
        && document.getValue("choices") instanceof JsonArray choices
        && choices.isEmpty();
  }

  private void ended() {
    if (over) {
      return;
    }
    if (!usage.finished() && usage.usage().finish().isEmpty()) {
      fail("the provider ended before its answer did");
      return;
    }
    over = true;
    if (endHandler != null) {
      endHandler.handle(null);
    }
  }

  private void fail(String message) {
    if (!over) {
      over = true;
      if (exceptionHandler != null) {
        exceptionHandler.handle(new Broken(message));
      }
    }
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> newHandler) {
    handler = newHandler;
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> newHandler) {
    endHandler = newHandler;
    return this;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> newHandler) {
    exceptionHandler = newHandler;
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    source.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    source.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    source.fetch(amount);
    return this;
  }
}
