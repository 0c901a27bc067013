// SPDX-License-Identifier: Apache-2.0
package dev.atom.protocol;

/// One value of one series.
public record Sample(Metric metric, Labels labels, double value) {}
