/**
 * Credentials of addresses, and the sources to look them up. A transport asks them on each connect.
 */
package dev.conveyor.streaming.credentials;
