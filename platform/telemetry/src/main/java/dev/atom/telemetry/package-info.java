// SPDX-License-Identifier: Apache-2.0
/// What a process tells its operators: log lines as JSON on standard output, and one access line
/// per exchange. Start at [dev.atom.telemetry.AccessLog].
@NullMarked
package dev.atom.telemetry;

import org.jspecify.annotations.NullMarked;
