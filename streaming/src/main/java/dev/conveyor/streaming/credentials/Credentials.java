package dev.conveyor.streaming.credentials;

import java.util.Optional;

/**
 * User and password of a server. Never shown.
 *
 * @param user empty where the server has one user only, or the password is enough
 * @param password empty where the server asks for none
 */
public record Credentials(Optional<String> user, Optional<String> password) {

  @Override
  public String toString() {
    return "credentials";
  }
}
