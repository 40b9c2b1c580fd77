package dev.conveyor.streaming.credentials;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;

/**
 * A source of credentials for addresses that name it by a parameter, {@code &parameter=…}. The
 * value says what to look up and is no secret, so that the address travels without a password. A
 * process asks the source on each connect, since secrets are rotated and tokens expire. {@link
 * CredentialSources} finds implementations through {@link java.util.ServiceLoader}. Safe for
 * threads.
 *
 * <p>An implementation loads the library that it asks with only when it is asked. Other addresses
 * do not need that library on the class path.
 */
public interface CredentialSource {

  /** Returns the parameter that names this source in an address. */
  String parameter();

  /**
   * Checks that the credentials of an address can be looked up, without access to the network.
   *
   * @throws AddressException saying what to write instead
   */
  void check(Address address);

  /**
   * Returns the credentials for an address at this time.
   *
   * @throws CredentialsException if they cannot be looked up
   */
  Credentials credentials(Address address);

  /**
   * Reports that the server has refused credentials of this source. They are not returned again,
   * unless they were looked up just now.
   *
   * @return whether the source may return others later, since the secrets behind it change
   */
  boolean renew(Address address, Credentials refused);
}
