// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GatheredFlushTest {
  @Test
  void sendsOnceTheTurnOfTheLoopIsOver() {
    var channel = connection();

    var _ = channel.write(Unpooled.copyInt(1));
    channel.pipeline().flush();

    assertThat(channel.outboundMessages()).isEmpty();
    channel.runPendingTasks();
    assertThat(channel.outboundMessages()).hasSize(1);
  }

  @Test
  void sendsWhatIsLeftBeforeItCloses() {
    var channel = connection();

    var _ = channel.write(Unpooled.copyInt(1));
    channel.pipeline().flush();
    var _ = channel.pipeline().close();

    assertThat(channel.outboundMessages()).hasSize(1);
    channel.runPendingTasks();
  }

  @Test
  void sendsWhatIsLeftWhenItLeavesThePipeline() {
    var channel = connection();

    var _ = channel.write(Unpooled.copyInt(1));
    channel.pipeline().flush();
    channel.pipeline().remove(GatheredFlush.class);

    assertThat(channel.outboundMessages()).hasSize(1);
    channel.runPendingTasks();
  }

  @Test
  void waitsForNoMoreThanFifteenOthers() {
    List<EmbeddedChannel> channels = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      var channel = connection();
      channels.add(channel);
      var _ = channel.write(Unpooled.copyInt(i));
      channel.pipeline().flush();
      if (i < 15) {
        assertThat(channel.outboundMessages()).isEmpty();
      }
    }

    assertThat(channels).allSatisfy(channel -> assertThat(channel.outboundMessages()).hasSize(1));
    channels.forEach(EmbeddedChannel::runPendingTasks);
  }

  private static EmbeddedChannel connection() {
    var channel = new EmbeddedChannel();
    GatheredFlush.on(channel);
    return channel;
  }
}
