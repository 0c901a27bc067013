// SPDX-License-Identifier: Apache-2.0
package dev.atom.posture.network;

/// A port that a container of a pod declares. Declaring opens nothing: it only gives names.
///
/// @param name its name, empty without one
/// @param protocol its protocol, TCP when it does not say
/// @param number the port in the pod
/// @param hostPort the port of the node that leads to it, 0 without one
public record ContainerPort(String name, Protocol protocol, int number, int hostPort) {}
