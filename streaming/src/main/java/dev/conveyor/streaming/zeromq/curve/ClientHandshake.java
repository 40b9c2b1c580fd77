package dev.conveyor.streaming.zeromq.curve;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The handshake of the end that connects: HELLO, WELCOME, INITIATE, READY or ERROR. */
public final class ClientHandshake extends CurveHandshake {
  private static final int WELCOME_LENGTH = 168;
  private static final int COOKIE = 96;
  private static final int LONG_NONCE = 16;
  private static final byte[] VERSION_AND_PADDING =
      HandshakeCommand.join(new byte[] {1, 0}, new byte[72]);
  private static final byte[] SIGNED = new byte[64];

  /** The number in the nonce of HELLO. */
  private static final long FIRST = 1;

  /** The number in the nonce of INITIATE. */
  private static final long SECOND = 2;

  private final CurveKey secret;
  private final CurveKey server;

  /** The short-term secret key of this connection. */
  private final CurveKey ownShort = CurveKey.random();

  /** The short-term public key of the server; null before WELCOME. */
  private byte[] serverShort;

  private byte[] cookie;

  private boolean introduced;

  /**
   * Makes a short-term key for this connection.
   *
   * @param server the public key that the other end must own
   */
  public ClientHandshake(CurveKey secret, CurveKey server) {
    this.secret = secret;
    this.server = server;
  }

  @Override
  public Optional<byte[]> begin() {
    byte[] nonce = NaCl.nonce("CurveZMQHELLO---", FIRST);
    byte[] signature = NaCl.seal(SIGNED, nonce, NaCl.shared(server.bytes(), ownShort.bytes()));
    return Optional.of(
        HandshakeCommand.of(
            "HELLO",
            VERSION_AND_PADDING,
            ownShort.publicKey().bytes(),
            HandshakeCommand.bytes(FIRST),
            signature));
  }

  @Override
  public Optional<byte[]> take(byte[] command) throws ProtocolException {
    if (HandshakeCommand.isNamed(command, "ERROR") && metadata == null) {
      refused = true;
    } else if (serverShort == null) {
      welcome(new HandshakeCommand(command, "WELCOME"));
    } else if (metadata == null) {
      ready(new HandshakeCommand(command, "READY"));
    } else {
      throw new ProtocolException("a handshake of CURVE that goes on after its end");
    }
    return Optional.empty();
  }

  private void welcome(HandshakeCommand welcome) throws ProtocolException {
    welcome.requireLength(WELCOME_LENGTH);
    byte[] nonce = NaCl.nonce("WELCOME-", welcome.next(LONG_NONCE));
    byte[] withServer = NaCl.shared(server.bytes(), ownShort.bytes());
    ByteBuffer content = ByteBuffer.wrap(NaCl.open(welcome.rest(), nonce, withServer));
    serverShort = HandshakeCommand.next(content, CurveKey.LENGTH);
    cookie = HandshakeCommand.next(content, COOKIE);
    shared = NaCl.shared(serverShort, ownShort.bytes());
  }

  private void ready(HandshakeCommand ready) throws ProtocolException {
    if (!introduced) {
      throw new ProtocolException("a READY of CURVE that comes too early");
    }
    metadata = NaCl.open(ready.box("CurveZMQREADY---"), ready.nonce(), shared);
    session = new CurveSession(shared, false, SECOND, ready.number());
  }

  @Override
  public boolean mayIntroduce() {
    return serverShort != null;
  }

  @Override
  public byte[] introduce(byte[] own) {
    introduced = true;
    byte[] vouchNonce = NaCl.random(LONG_NONCE);
    byte[] vouch =
        NaCl.seal(
            HandshakeCommand.join(ownShort.publicKey().bytes(), server.bytes()),
            NaCl.nonce("VOUCH---", vouchNonce),
            NaCl.shared(serverShort, secret.bytes()));
    byte[] content = HandshakeCommand.join(secret.publicKey().bytes(), vouchNonce, vouch, own);
    byte[] box = NaCl.seal(content, NaCl.nonce("CurveZMQINITIATE", SECOND), shared);
    return HandshakeCommand.of("INITIATE", cookie, HandshakeCommand.bytes(SECOND), box);
  }
}
