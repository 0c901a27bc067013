// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.incident;

import java.util.List;
import java.util.Set;

/// Where a bundle is collected from: a folder, a cluster, an instance.
interface BundleSource {
  /// How it is named in the record.
  String cluster();

  /// The parts it can give at all.
  Set<Category> categories();

  /// One part; what cannot be had is a [Collected.Failed], never an exception.
  List<Collected> collect(Category category);
}
