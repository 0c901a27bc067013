// SPDX-License-Identifier: Apache-2.0
/// The stream on a broker of the Kafka protocol, with SASL/SCRAM-SHA-256.
@NullMarked
package dev.atom.stream.kafka;

import org.jspecify.annotations.NullMarked;
