// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.api;

import dev.atom.studio.access.Action;
import dev.atom.studio.access.Caller;
import java.util.Locale;

/// Whether a user must change a password that somebody else knows before doing anything else.
///
/// The first administrator is only told so: that password lies in a file of the operator's own, and
/// goes when it is changed.
public final class PasswordDuty {
  private final Rule rule;
  private final String firstAdministrator;

  /// @param firstAdministrator the e-mail of the bootstrapped user, empty without bootstrap
  public PasswordDuty(Rule rule, String firstAdministrator) {
    this.rule = rule;
    this.firstAdministrator = firstAdministrator.toLowerCase(Locale.ROOT);
  }

  /// Whether `action` has to wait until the caller's password is changed.
  boolean precedes(Caller caller, Action action) {
    return switch (rule) {
      case ADVISED -> false;
      case FIRST ->
          caller.mustChangePassword()
              && action != Action.SELF
              && !caller.email().equals(firstAdministrator);
    };
  }

  /// How serious it is.
  public enum Rule {
    /// Everything but changing the password, seeing oneself and logging out is refused.
    FIRST,
    /// Nothing is refused; the login answer says that the password must be changed.
    ADVISED
  }
}
