// SPDX-License-Identifier: Apache-2.0
package dev.atom.archiver.stream;

import dev.atom.config.Default;
import dev.atom.config.Doc;
import dev.atom.stream.sink.FileSinkConfig;
import dev.atom.stream.sink.OtlpConfig;
import java.util.Optional;

/// Where audit records are written besides.
///
/// @param stdout to standard output
/// @param file to a file
/// @param otlp to a collector
public record SinksConfig(
    @Default("false") @Doc("Whether each record is a line of standard output.") boolean stdout,
    Optional<FileSinkConfig> file,
    Optional<OtlpConfig> otlp) {}
