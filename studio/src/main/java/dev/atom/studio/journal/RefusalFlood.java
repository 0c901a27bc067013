// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.journal;

import dev.atom.identity.SourceNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides which anonymous refusals are listed one by one and which are only counted.
///
/// SECURITY(T-24): a flood from one source cannot buy a durable write each.
///
/// The first `listedMax` refusals of a source in a window are listed. Sources beyond `sourcesMax`
/// share one count under the name `others`. Safe for concurrent use.
public final class RefusalFlood {
  private static final String OTHERS = "others";

  private final int listedMax;
  private final int sourcesMax;
  private final Duration window;
  private final Map<String, Tally> tallies = new HashMap<>();

  public RefusalFlood(int listedMax, int sourcesMax, Duration window) {
    this.listedMax = listedMax;
    this.sourcesMax = sourcesMax;
    this.window = window;
  }

  /// The id under which this refusal is counted, that of the first of its source; empty when it
  /// gets an entry of its own.
  synchronized Optional<String> countedUnder(String id, String source, Instant now) {
    var network = SourceNetwork.of(source);
    var key = tallies.containsKey(network) || tallies.size() < sourcesMax ? network : OTHERS;
    var tally = tallies.computeIfAbsent(key, _ -> new Tally(now));
    if (tally.listed < listedMax) {
      tally.listed++;
      return Optional.empty();
    }
    if (tally.counted++ == 0) {
      tally.id = id;
    }
    tally.last = now;
    return Optional.of(tally.id);
  }

  /// Takes out the counts of the windows that are over.
  synchronized List<Count> drain(Instant now) {
    List<Count> counts = new ArrayList<>();
    for (Iterator<Map.Entry<String, Tally>> all = tallies.entrySet().iterator(); all.hasNext(); ) {
      var entry = all.next();
      var tally = entry.getValue();
      if (!now.isBefore(tally.since.plus(window))) {
        all.remove();
        if (tally.counted > 0) {
          counts.add(new Count(entry.getKey(), tally.counted, tally.id, tally.since, tally.last));
        }
      }
    }
    return counts;
  }

  /// So many refusals of one source had no entry of their own.
  ///
  /// @param id what their callers were told
  record Count(String source, long refusals, String id, Instant since, Instant last) {}

  private static final class Tally {
    private final Instant since;
    private int listed;
    private long counted;
    private String id = "";
    private Instant last;

    Tally(Instant since) {
      this.since = since;
      this.last = since;
    }
  }
}
