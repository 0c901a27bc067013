// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers outages.
final class NotedOutages implements Outages {
  private final List<String> notes = new CopyOnWriteArrayList<>();

  @Override
  public void begun(String name, String why) {
    notes.add(name + " stands still: " + why);
  }

  @Override
  public void ended(String name) {
    notes.add(name + " goes on");
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
