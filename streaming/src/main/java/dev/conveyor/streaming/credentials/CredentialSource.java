package dev.conveyor.streaming.credentials;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;

/**
 * Keeps the credentials of addresses that name it by a parameter, {@code &parameter=…}: the value
 * says what to look up and is no secret. The address thus travels without a password, and a process
 * that opens it asks here, on each connect: secrets are rotated and tokens expire. Found by {@link
 * CredentialSources} through {@link java.util.ServiceLoader}. Safe for threads.
 *
 * <p>Links what it asks with only when it is asked: no other address needs that on the class path.
 */
public interface CredentialSource {

  /** Returns the parameter that names this source in an address. */
  String parameter();

  /**
   * Refuses an address whose credentials cannot be looked up as it stands; touches no network.
   *
   * @throws AddressException saying what to write instead
   */
  void check(Address address);

  /**
   * The credentials to open that address with now.
   *
   * @throws CredentialsException if they cannot be had
   */
  Credentials credentials(Address address);

  /**
   * The server has refused these, which were had here: they are not given out again unless they
   * have just been asked for.
   *
   * @return whether others may be had sooner or later, since what is asked here changes
   */
  boolean renew(Address address, Credentials refused);
}
