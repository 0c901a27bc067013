// SPDX-License-Identifier: Apache-2.0
package dev.atom.testing;

/// An empty database of one test, as each role finds it: libpq URLs with a password file.
public record TestDatabase(
    String ownerUrl,
    String studioUrl,
    String gateUrl,
    String auditUrl,
    String archiverUrl,
    String retentionUrl,
    String intakeUrl,
    String readerUrl) {}
