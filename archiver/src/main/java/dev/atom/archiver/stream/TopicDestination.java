// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.audit.chain.AuditEntry;
import dev.atom.stream.Bytes;
import dev.atom.stream.EventStream;
import dev.atom.stream.Offer;
import dev.atom.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// A topic of a stream, which others may write to as well.
final class TopicDestination implements Destination {
  private final EventStream stream;
  private final Function<AuditEntry, Optional<StreamRecord>> form;

  private TopicDestination(EventStream stream, Function<AuditEntry, Optional<StreamRecord>> form) {
    this.stream = stream;
    this.form = form;
  }

  /// Every entry, by agent.
  static TopicDestination audit(EventStream stream) {
    return new TopicDestination(
        stream,
        entry ->
            Optional.of(
                new StreamRecord(
                    Topic.AUDIT.wire(),
                    entry.fact().subject().agentId(),
                    Bytes.utf8(EntryLine.of(entry)))));
  }

  /// What model calls used, by agent.
  static TopicDestination llm(EventStream stream) {
    return new TopicDestination(stream, ModelUse::of);
  }

  /// What happened to the calls of agents, by agent.
  static TopicDestination agentLogs(EventStream stream) {
    return new TopicDestination(stream, AgentLog::of);
  }

  /// What was done to agents, by agent.
  static TopicDestination deployments(EventStream stream) {
    return new TopicDestination(stream, AgentChange::of);
  }

  @Override
  public List<CompletableFuture<Void>> offer(List<AuditEntry> entries) {
    List<CompletableFuture<Void>> answers = new ArrayList<>(entries.size());
    for (AuditEntry entry : entries) {
      var record = form.apply(entry);
      if (record.isEmpty()) {
        answers.add(CompletableFuture.completedFuture(null));
        continue;
      }
      switch (stream.publish(record.get())) {
        case Offer.Taken(var kept) -> answers.add(kept);
        case Offer.Full(_) -> {
          return answers;
        }
      }
    }
    return answers;
  }

  @Override
  public void close() {
    // The stream is shared, and closed by whoever made it.
  }
}
