// SPDX-License-Identifier: Apache-2.0
/// The event stream: topics of records, kept at least once, read by groups that say how far they
/// are. Begin at [dev.atom.stream.EventStream] and [dev.atom.stream.StreamReader]. A broker of the
/// Kafka protocol is one implementation, [dev.atom.stream.HandOver] inside one process the other.
@NullMarked
package dev.atom.stream;

import org.jspecify.annotations.NullMarked;
