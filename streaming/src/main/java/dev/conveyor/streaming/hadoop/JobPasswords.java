package dev.conveyor.streaming.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.SnapshotPart;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;

/**
 * The passwords of addresses in a job's credentials. Hadoop keeps these where only the job's owner
 * and its tasks can read them.
 */
final class JobPasswords {
  private static final String PREFIX = "conveyor.password.";

  private JobPasswords() {}

  static void put(List<Address> addresses, Credentials credentials) {
    for (int place = 0; place < addresses.size(); place++) {
      Address address = addresses.get(place);
      Text name = name(place);
      Transports.endpoint(address)
          .password()
          .ifPresent(password -> credentials.addSecretKey(name, password.getBytes(UTF_8)));
    }
  }

  /** Returns the slice of a part, with the password if the job has one for its address. */
  static Slice open(SnapshotPart part, Credentials credentials) {
    byte[] password = credentials.getSecretKey(name(part.address()));
    Slice slice = part.slice();
    if (password == null) {
      return slice;
    }
    Address address = slice.address().withPassword(new String(password, UTF_8));
    return Replayable.at(address).parseSlice(slice.text());
  }

  private static Text name(int place) {
    return new Text(PREFIX + place);
  }
}
