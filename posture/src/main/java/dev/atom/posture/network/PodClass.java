// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

import java.util.List;
import java.util.Map;

/// Pods that no policy can tell apart: the same selectors match them and their namespaces, the same
/// names mean the same ports. One answer holds for all of them.
///
/// @param index its number among the classes
/// @param sample one of its pods
/// @param namespaceLabels the labels of the sample's namespace
/// @param members all of its pods
record PodClass(int index, Pod sample, Map<String, String> namespaceLabels, List<Pod> members) {}
