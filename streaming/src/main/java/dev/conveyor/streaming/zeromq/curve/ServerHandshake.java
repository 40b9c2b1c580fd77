package dev.conveyor.streaming.zeromq.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** The handshake of the end that binds: HELLO, WELCOME, INITIATE, READY or ERROR. */
public final class ServerHandshake extends CurveHandshake {
  private static final int HELLO_LENGTH = 200;
  private static final byte[] VERSION = {1, 0};
  private static final int HELLO_KEY = 80;
  private static final int SIGNED = 64;
  private static final int COOKIE = 96;
  private static final int LONG_NONCE = 16;
  private static final int VOUCH = 80;
  private static final byte[] ERROR = "\5ERROR\003400".getBytes(US_ASCII);

  private final CurveKey secret;
  private final Predicate<CurveKey> allows;

  /** The short-term secret key of this connection; null before HELLO. */
  private CurveKey ownShort;

  private byte[] clientShort;
  private byte[] cookie;

  private long received;

  /**
   * Waits for a HELLO.
   *
   * @param allows decides by its public key whether a client may connect
   */
  public ServerHandshake(CurveKey secret, Predicate<CurveKey> allows) {
    this.secret = secret;
    this.allows = allows;
  }

  @Override
  public Optional<byte[]> begin() {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> take(byte[] command) throws ProtocolException {
    if (ownShort == null) {
      return Optional.of(welcome(new HandshakeCommand(command, "HELLO")));
    }
    if (metadata != null || refused) {
      throw new ProtocolException("a handshake of CURVE that goes on after its end");
    }
    return initiate(new HandshakeCommand(command, "INITIATE"))
        ? Optional.empty()
        : Optional.of(ERROR);
  }

  private byte[] welcome(HandshakeCommand hello) throws ProtocolException {
    hello.requireLength(HELLO_LENGTH);
    if (!Arrays.equals(hello.next(VERSION.length), VERSION)) {
      throw new ProtocolException("a version of CURVE other than 1.0");
    }
    hello.skip(HELLO_KEY - hello.position());
    clientShort = hello.next(CurveKey.LENGTH);
    byte[] withClient = NaCl.shared(clientShort, secret.bytes());
    byte[] signature = NaCl.open(hello.box("CurveZMQHELLO---"), hello.nonce(), withClient);
    if (!Arrays.equals(signature, new byte[SIGNED])) {
      throw new ProtocolException("a HELLO of CURVE without its signature");
    }
    ownShort = CurveKey.random();
    // RFC 26 lets a server keep its state in the cookie. This one keeps it in the connection, so
    // that the cookie has no content.
    cookie = NaCl.random(COOKIE);
    byte[] nonce = NaCl.random(LONG_NONCE);
    byte[] content =
        ByteBuffer.allocate(CurveKey.LENGTH + COOKIE)
            .put(ownShort.publicKey().bytes())
            .put(cookie)
            .array();
    return HandshakeCommand.of(
        "WELCOME", nonce, NaCl.seal(content, NaCl.nonce("WELCOME-", nonce), withClient));
  }

  /** Verifies an INITIATE; returns whether the client is allowed. */
  private boolean initiate(HandshakeCommand initiate) throws ProtocolException {
    if (!MessageDigest.isEqual(initiate.next(COOKIE), cookie)) {
      throw new ProtocolException("a cookie of CURVE that is not from here");
    }
    shared = NaCl.shared(clientShort, ownShort.bytes());
    ByteBuffer content =
        ByteBuffer.wrap(NaCl.open(initiate.box("CurveZMQINITIATE"), initiate.nonce(), shared));
    if (content.remaining() < CurveKey.LENGTH + LONG_NONCE + VOUCH) {
      throw new ProtocolException("an INITIATE of CURVE that is too short");
    }
    received = initiate.number();
    byte[] client = HandshakeCommand.next(content, CurveKey.LENGTH);
    byte[] nonce = NaCl.nonce("VOUCH---", HandshakeCommand.next(content, LONG_NONCE));
    byte[] vouch =
        NaCl.open(
            HandshakeCommand.next(content, VOUCH), nonce, NaCl.shared(client, ownShort.bytes()));
    if (!Arrays.equals(vouch, HandshakeCommand.join(clientShort, secret.publicKey().bytes()))) {
      throw new ProtocolException("a client of CURVE that vouches for another key");
    }
    refused = !allows.test(new CurveKey(client));
    metadata = refused ? null : HandshakeCommand.next(content, content.remaining());
    return !refused;
  }

  @Override
  public boolean mayIntroduce() {
    return metadata != null;
  }

  @Override
  public byte[] introduce(byte[] own) {
    long number = 1;
    session = new CurveSession(shared, true, number, received);
    byte[] box = NaCl.seal(own, NaCl.nonce("CurveZMQREADY---", number), shared);
    return HandshakeCommand.of("READY", HandshakeCommand.bytes(number), box);
  }
}
