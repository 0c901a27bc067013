// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

/// Something that could not be read as a manifest. What stands beside it was read all the same.
///
/// @param place where reading ended
/// @param why what is wrong, as a sentence
public record Unreadable(Place place, String why) implements Comparable<Unreadable> {
  @Override
  public int compareTo(Unreadable other) {
    int byPlace = place.compareTo(other.place);
    return byPlace != 0 ? byPlace : why.compareTo(other.why);
  }
}
