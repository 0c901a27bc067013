// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.identity.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermissionsTest {
  /// action, administrator, developer.
  private static final String TABLE =
      """
      SELF           ALL ALL
      USERS_MANAGE   ALL NONE
      DOMAIN_CREATE  ALL ALL
      DOMAIN_SEE     ALL OWN
      DOMAIN_DELETE  ALL OWN
      AGENT_CREATE   ALL OWN
      AGENT_SEE      ALL OWN
      AGENT_CHANGE   ALL OWN
      AGENT_PLACE    ALL NONE
      AGENT_SUSPEND  ALL OWN
      AGENT_RESUME   ALL NONE
      AGENT_DELETE   ALL OWN
      TOKEN_SEE      ALL OWN
      TOKEN_ISSUE    ALL OWN
      TOKEN_REVOKE   ALL OWN
      AUDIT_READ     ALL OWN
      """;

  @Test
  void everyCellIsAsWritten() {
    List<String> rows = new ArrayList<>();
    for (Action action : Action.values()) {
      rows.add(
          "%-14s %s %s"
              .formatted(
                  action,
                  Permissions.reach(Role.ADMIN, action),
                  Permissions.reach(Role.DEVELOPER, action)));
    }
    assertThat(rows).containsExactlyElementsOf(TABLE.lines().toList());
  }
}
