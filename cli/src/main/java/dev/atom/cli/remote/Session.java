// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.remote;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A login that lasts: kept in a 0600 file below the data folder.
///
/// @param email whose
/// @param accessToken shown with every request, short-lived
/// @param refreshToken good for one renewal
/// @param expiresAt second since 1970 at which the access token ends
record Session(
    @JsonProperty("email") String email,
    @JsonProperty("access_token") String accessToken,
    @JsonProperty("refresh_token") String refreshToken,
    @JsonProperty("expires_at") long expiresAt) {
  @Override
  public String toString() {
    return "Session[" + email + "]";
  }
}
