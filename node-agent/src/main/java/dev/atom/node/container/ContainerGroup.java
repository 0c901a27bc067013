// SPDX-License-Identifier: Apache-2.0
package dev.atom.node.container;

/// A container's control group.
///
/// @param name who it is
/// @param path below the root of each hierarchy
record ContainerGroup(ContainerName name, String path) {}
