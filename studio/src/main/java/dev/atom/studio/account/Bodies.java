// SPDX-License-Identifier: Apache-2.0
package dev.atom.studio.account;

import dev.atom.identity.Role;
import dev.atom.studio.wire.WireName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What the routes about users and sessions take and give, as records named like the JSON.
///
/// Records with secrets print none of them.
public final class Bodies {
  private Bodies() {}

  private static String name(String fullName) {
    var name = fullName.strip();
    if (name.isEmpty() || name.length() > 200) {
      throw new IllegalArgumentException("field 'full_name' must have 1 to 200 characters");
    }
    return name;
  }

  private static void bound(String field, String secret) {
    if (secret.length() > 1024) {
      throw new IllegalArgumentException("field '" + field + "' is too long");
    }
  }

  public record Login(String email, String password) {
    public Login {
      email = new Email(email).text();
      bound("password", password);
    }

    @Override
    public String toString() {
      return "Login[***]";
    }
  }

  public record Refresh(String refreshToken) {
    public Refresh {
      bound("refresh_token", refreshToken);
    }

    @Override
    public String toString() {
      return "Refresh[***]";
    }
  }

  public record PasswordChange(String current, @WireName("new") String replacement) {
    public PasswordChange {
      bound("current", current);
      bound("new", replacement);
    }

    @Override
    public String toString() {
      return "PasswordChange[***]";
    }
  }

  public record Registration(String email, String fullName, String password) {
    public Registration {
      email = new Email(email).text();
      fullName = name(fullName);
      bound("password", password);
    }

    @Override
    public String toString() {
      return "Registration[***]";
    }
  }

  public record Invitation(String email, String fullName, Role role) {
    public Invitation {
      email = new Email(email).text();
      fullName = name(fullName);
    }
  }

  public record RoleChange(Role role) {}

  /// What a login or a refresh gives.
  public record SessionTokens(
      String accessToken, long expiresIn, String refreshToken, boolean mustChangePassword) {
    @Override
    public String toString() {
      return "SessionTokens[***]";
    }
  }

  public record UserView(
      UUID id,
      String email,
      String fullName,
      String role,
      boolean isActive,
      boolean mustChangePassword,
      Instant createdAt) {}

  public record UserList(List<UserView> users) {}

  /// An invited user; the password is told once.
  public record Invited(UUID id, String temporaryPassword) {
    @Override
    public String toString() {
      return "Invited[" + id + "]";
    }
  }

  public record Registered(UUID id) {}
}
