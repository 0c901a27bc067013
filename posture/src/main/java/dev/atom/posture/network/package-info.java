// SPDX-License-Identifier: Apache-2.0
/// Who can reach whom. Network policies of every tier, Services and Ingresses are read from the
/// manifests into a [dev.atom.posture.network.NetworkModel]; the
/// [dev.atom.posture.network.Reachability] of it says for each pair which ports are open and which
/// policy and rule decided. Pods that no selector tells apart are one class, so that a cluster of
/// twenty thousand workloads is judged in seconds.
@NullMarked
package dev.atom.posture.network;

import org.jspecify.annotations.NullMarked;
