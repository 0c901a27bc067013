// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.access;

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
  public boolean precedes(Caller caller, Action action) {
    return action != Action.SELF && binds(caller.email(), caller.mustChangePassword());
  }

  /// Whether this user can do nothing before the password is changed. Such a user's tokens are for
  /// the control plane alone.
  public boolean binds(String email, boolean mustChangePassword) {
    return switch (rule) {
      case ADVISED -> false;
      case FIRST -> mustChangePassword && !email.equals(firstAdministrator);
    };
  }

  /// How serious it is.
  public enum Rule {
    /// Everything but changing the password, seeing oneself and logging out is refused, and GATE
    /// refuses the token.
    FIRST,
    /// Nothing is refused; the login answer says that the password must be changed.
    ADVISED
  }
}
