// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file with the first administrator's first password. It goes away once that password is no
/// longer the password.
final class AdminPasswordFile {
  private static final Logger LOG = LoggerFactory.getLogger(AdminPasswordFile.class);

  private final String adminEmail;
  private final Optional<Path> file;

  AdminPasswordFile(String adminEmail, Optional<Path> file) {
    this.adminEmail = adminEmail.toLowerCase(Locale.ROOT);
    this.file = file;
  }

  /// A process without bootstrap has no such file.
  static AdminPasswordFile none() {
    return new AdminPasswordFile("", Optional.empty());
  }

  void deleteAfterChangeBy(String email) {
    if (file.isEmpty() || !email.equals(adminEmail)) {
      return;
    }
    try {
      if (Files.deleteIfExists(file.get())) {
        LOG.info("the file {} is deleted: its password is no longer valid", file.get());
      }
    } catch (IOException e) {
      LOG.warn("the file {} holds a password that is no longer valid; delete it", file.get(), e);
    }
  }
}
