// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.manifest;

import java.util.ArrayList;
import java.util.List;

/// What was read: the objects, and what could not be read.
///
/// @param manifests the objects, in the order they stood
/// @param unreadable what could not be read, in the order it stood
public record ManifestSet(List<Manifest> manifests, List<Unreadable> unreadable) {
  /// Nothing at all.
  public static final ManifestSet EMPTY = new ManifestSet(List.of(), List.of());

  public ManifestSet {
    manifests = List.copyOf(manifests);
    unreadable = List.copyOf(unreadable);
  }

  /// Both, these first.
  public static ManifestSet all(List<ManifestSet> sets) {
    List<Manifest> manifests = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    for (ManifestSet set : sets) {
      manifests.addAll(set.manifests);
      unreadable.addAll(set.unreadable);
    }
    return new ManifestSet(manifests, unreadable);
  }
}
