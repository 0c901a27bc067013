// SPDX-License-Identifier: Apache-2.0
/// Where audit records go besides the chain: standard output, a file, a collector. The record's
/// form is [dev.atom.stream.sink.AuditRecord], in JSON as `audit-record.schema.json` has it.
@NullMarked
package dev.atom.stream.sink;

import org.jspecify.annotations.NullMarked;
