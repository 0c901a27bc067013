// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.podsecurity;

import dev.atom.posture.manifest.Node;

/// One way in which pods break a control.
///
/// @param control the control's id, as Kubernetes names it
/// @param path the field, from the object down
/// @param message what is there and what may be there
/// @param node the value, or what it is missing from
public record Violation(String control, String path, String message, Node node) {}
