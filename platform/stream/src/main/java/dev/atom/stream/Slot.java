// SPDX-License-Identifier: Apache-2.0
package dev.atom.stream;

/// A part of a topic in which records have one order and numbers from 0.
///
/// @param topic the topic
/// @param partition the part's number
public record Slot(String topic, int partition) {}
