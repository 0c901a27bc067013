// SPDX-License-Identifier: Apache-2.0
package dev.atom.http;

import dev.atom.config.Doc;
import java.nio.file.Path;
import java.util.Optional;

/// The PEM files of a listener.
///
/// @param certificate its certificate, followed by the intermediate ones
/// @param key its private key, PKCS#8
/// @param clientCa the authorities whose client certificates it accepts; an internal listener
///   demands one of every client, the others ask for one and verify what they are shown
public record TlsFiles(
    @Doc("PEM file of the listener's certificate chain.") Path certificate,
    @Doc("PEM file of its private key (PKCS#8), mode 0600.") Path key,
    @Doc("PEM file of the authorities that client certificates must come from.")
        Optional<Path> clientCa) {}
