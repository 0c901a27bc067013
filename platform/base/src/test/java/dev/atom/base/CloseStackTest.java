// SPDX-License-Identifier: Apache-2.0
package dev.atom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseStackTest {
  @Test
  void closesNewestFirstAndAllOfThem() {
    List<String> closed = new ArrayList<>();
    var stack = new CloseStack();
    stack.push(() -> closed.add("first"));
    stack.push(() -> {
      closed.add("second");
      throw new IllegalStateException("cannot");
    });
    stack.push(() -> closed.add("third"));

    assertThatThrownBy(stack::close).hasMessageContaining("cannot");

    assertThat(closed).containsExactly("third", "second", "first");
    stack.close();
    assertThat(closed).hasSize(3);
  }

  @Test
  void closesWhatComesTooLate() {
    List<String> closed = new ArrayList<>();
    var stack = new CloseStack();
    stack.close();

    assertThatThrownBy(() -> stack.push(() -> closed.add("late")))
        .isInstanceOf(IllegalStateException.class);

    assertThat(closed).containsExactly("late");
  }
}
