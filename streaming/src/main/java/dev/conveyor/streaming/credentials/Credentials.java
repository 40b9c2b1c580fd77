package dev.conveyor.streaming.credentials;

import java.util.Optional;

/**
 * The user and password for a server. Never shown.
 *
 * @param user empty where the server has a single user, or needs only a password
 * @param password empty where the server needs none
 */
public record Credentials(Optional<String> user, Optional<String> password) {

  @Override
  public String toString() {
    return "credentials";
  }
}
