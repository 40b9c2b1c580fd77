/**
 * Credentials of addresses, and the sources that they are looked up in. Knows the vocabulary; a
 * transport asks here on each connect.
 */
package dev.conveyor.streaming.credentials;
