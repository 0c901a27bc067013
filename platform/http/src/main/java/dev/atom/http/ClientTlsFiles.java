// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import dev.atom.config.Doc;
import java.nio.file.Path;

/// The PEM files with which one process of ours calls another.
///
/// @param certificate the caller's certificate chain
/// @param key its private key, PKCS#8
/// @param ca the authorities that the called server's certificate must come from
public record ClientTlsFiles(
    @Doc("PEM file of the certificate chain shown to the server.") Path certificate,
    @Doc("PEM file of its private key (PKCS#8), mode 0600.") Path key,
    @Doc("PEM file of the authorities that the server's certificate must come from.") Path ca) {}
