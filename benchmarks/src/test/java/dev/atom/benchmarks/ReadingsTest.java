// SPDX-License-Identifier: Apache-2.0
package dev.atom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.base.AtomException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is read from the kernel, from wrk and from templates.
final class ReadingsTest {
  @Test
  void readsListsOfProcessors() {
    assertThat(Cores.parse("0-2,5")).containsExactly(0, 1, 2, 5);
    assertThat(Cores.parse("3")).containsExactly(3);
  }

  @Test
  void countsTimeOfTheProcessAndOfChildrenItWaitedFor() {
    String stat = "7 (a ) b) S 1 7 7 0 -1 4194560 1 2 3 4 100 20 3000 400 20 0 1 0 5 6 7";

    assertThat(Usage.ticks(stat)).isEqualTo(3520);
    assertThat(Usage.ticks("")).isZero();
  }

  @Test
  void sharesOfAProcessorAreOfTheTimeThatPassed() {
    long[] before = {1000, 400};
    long[] after = {1200, 450};

    assertThat(Usage.busy(before, after)).isEqualTo(0.75);
    assertThat(Usage.share(1_000_000, before, after)).isEqualTo(0.5);
  }

  @Test
  void threadsAreGroupedAndDividedByRequests() {
    assertThat(Threads.group("C2 CompilerThre")).isEqualTo("JIT compilers");
    assertThat(Threads.group("Reference Handl")).isEqualTo("others");
    assertThat(Threads.perRequest(Map.of("a", 10.0), Map.of("a", 30.0, "b", 5.0), 10))
        .isEqualTo(Map.of("a", 2.0, "b", 0.5));
  }

  @Test
  void readsWhatWrkPrints() {
    var result =
        Wrk.parse("Running 5s test\nRESULT requests=5000 micros=2000000 status=3 socket=4 p50=1\n");

    assertThat(result.perSecond()).isEqualTo(2500);
    assertThat(result.errors()).isEqualTo(7);
  }

  @Test
  void aRunOfWrkWithoutResultIsAFailure() {
    assertThatThrownBy(() -> Wrk.parse("unable to connect"))
        .isInstanceOf(AtomException.class)
        .hasMessageContaining("unable to connect");
  }

  @Test
  void aTemplateWithoutAValueIsRefused() {
    assertThat(Templates.fill("a @B@ c", Map.of("B", "b"))).isEqualTo("a b c");
    assertThatThrownBy(() -> Templates.fill("a @B@ @C@", Map.of("B", "b")))
        .hasMessage("no value for @C@");
  }

  @Test
  void theMedianIsTheMiddle() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Statistics.median(List.of(4.0, 1.0))).isEqualTo(2.5);
    assertThat(Statistics.median(List.of())).isNaN();
  }
}
