// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.baseline;

import java.util.List;
import java.util.function.Function;

/// One item of a checklist.
///
/// @param id `S1-04`: the page and the number on it
/// @param page the page's title
/// @param text what it demands, in the page's words
/// @param command what shows it to a person
/// @param partOf items that demand the same among other things: they fail with this one
/// @param check the judge
public record Item(
    String id,
    String page,
    String text,
    String command,
    List<String> partOf,
    Function<World, Verdict> check) {
  public Item {
    partOf = List.copyOf(partOf);
  }
}
