// SPDX-License-Identifier: Apache-2.0
/// Kubernetes objects as text has them: [ManifestReader] makes them, each value knows its [Place],
/// and [Cluster] is the whole of what is judged.
@NullMarked
package dev.atom.posture.manifest;

import org.jspecify.annotations.NullMarked;
