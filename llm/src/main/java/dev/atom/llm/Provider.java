// SPDX-License-Identifier: Apache-2.0
package dev.atom.llm;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;

/// Somebody who answers for models, in the OpenAI wire format.
///
/// Called on an event loop; never blocks. The future always succeeds: what goes wrong is a
/// [Reply.Failed], whose text the caller may read and which holds neither a key nor a provider's
/// own words about keys.
interface Provider extends AutoCloseable {
  /// What can be asked.
  enum Endpoint {
    /// Chat completions.
    CHAT("/v1/chat/completions"),
    /// Embeddings.
    EMBEDDINGS("/v1/embeddings");

    private final String path;

    Endpoint(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }
  }

  /// One question.
  ///
  /// @param model the model, as in the body
  /// @param body the request document; the provider may keep and change it
  /// @param streamed whether the answer is wanted in events
  /// @param requestId for the provider's logs
  /// @param cancellation stops the provider's work; the provider says how
  record Question(
      Endpoint endpoint,
      String model,
      JsonObject body,
      boolean streamed,
      String requestId,
      Cancellation cancellation) {}

  /// How the answer starts.
  sealed interface Reply {
    /// The whole answer.
    record Whole(Buffer body, Usage usage) implements Reply {}

    /// The answer in server-sent events, paused until it is read; each buffer ends with an event.
    ///
    /// @param usage tells what was used; complete when the stream has ended
    record Streamed(ReadStream<Buffer> events, UsageTap usage) implements Reply {}

    /// There is none.
    ///
    /// @param retryAfter the provider's word on when to ask again; empty text for none
    record Failed(LlmError error, String message, String retryAfter) implements Reply {}
  }

  /// What it is called in usage events.
  String name();

  /// Asks.
  Future<Reply> ask(Question question);

  @Override
  void close();
}
