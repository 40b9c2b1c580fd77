package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost?list=words",
        "redis://host:6379/2?list=words&capacity=100&shared",
        "redis://ada@host?stream=s&start=earliest&field=body&trim",
        "rediss://host:6380?channel=c&envelope",
        "redis://host?pattern=news.*",
        "redis://host?list={tag}:words of mine+more",
        "zmq+tcp://*:0?topic=",
        "zmq+tcp://host:5555?queue&acknowledged",
        "zmq+tcp://[::1]:5555?topic=cats&nodrop",
        "zmq+tcp://[fe80::1%eth0]:5555?topic=cats",
        "zmq+tcp://host:5555?topic=a&server-key=x=y",
        "zmq+ipc:///tmp/a b.sock?queue",
        "zmq+inproc://name?queue",
        "memory:words?queue",
        "memory:words?topic=a/b?c",
        "memory:ä\uD83D\uDE00?topic=\u2028"
      })
  void readsBackAsItStands(String text) {
    assertThat(Address.parse(text)).hasToString(text);
  }

  @Test
  void namesItsParts() {
    Address address = Address.parse("redis://ada@host:6379/2?list=w&shared");
    assertThat(address.scheme()).isEqualTo("redis");
    assertThat(address.user()).contains("ada");
    assertThat(address.host()).isEqualTo("host");
    assertThat(address.port()).hasValue(6379);
    assertThat(address.path()).isEqualTo("/2");
    assertThat(address.value("list")).contains("w");
    assertThat(address.flag("shared")).isTrue();
    assertThat(address.parameterNames()).containsExactly("list", "shared");
    assertThat(address.withPort(1)).hasToString("redis://ada@host:1/2?list=w&shared");
  }

  @Test
  void knowsEveryKindOfHostAndPort() {
    assertThat(Address.parse("zmq+tcp://[::1]:1?queue").host()).isEqualTo("::1");
    assertThat(Address.parse("zmq+tcp://*:0?queue").host()).isEqualTo("*");
    assertThat(Address.parse("zmq+tcp://*:0?queue").port()).hasValue(0);
    assertThat(Address.parse("redis://[::1]?list=a").port()).isEmpty();
    assertThat(Address.parse("zmq+ipc:///a?queue").host()).isEmpty();
    assertThat(Address.parse("memory:a?queue").path()).isEqualTo("a");
    assertThat(Address.parse("memory:a").parameterNames()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a%20b,a b", "%C3%A4,ä", "a+b,a+b", "100%25,100%", "a%26b,a&b", "%40,@"})
  void decodesPercents(String written, String value) {
    assertThat(Address.parse("redis://h?list=" + written).value("list")).contains(value);
    assertThat(Address.parse("redis://h?list=%00").value("list")).contains("\u0000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis",
        "//host?list=a",
        "Redis://h?list=a",
        "redis://h:65536?list=a",
        "redis://h:x?list=a",
        "redis://h:?list=a",
        "redis://h:-1?list=a",
        "redis://h h?list=a",
        "redis://[::1?list=a",
        "redis://[h]?list=a",
        "redis://[::1]x?list=a",
        "redis://@h?list=a",
        "redis://h?",
        "redis://h?list=a&",
        "redis://h?=a",
        "redis://h?list=a&list=b",
        "redis://h?list=%",
        "redis://h?list=%4",
        "redis://h?list=%zz",
        "redis://h?list=%+1",
        "redis://h?list=%FF",
        "redis://h?list=%C3",
        "redis://h?list=\uD800",
        "redis://h?list=gr\uFFFD\uFFFD"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOf(AddressException.class)
        .hasMessageMatching("(?s)cannot read address \".*\": .*; .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://ada:SECRET@host?list=a",
        "redis://:SECRET@host?list=a",
        "redis://ada:SEC/SECRET@host?list=a",
        "redis://ada:123/SECRET@host?list=a",
        "redis://ada:SEC?SECRET@host?list=a",
        "redis://ada:123?SECRET@host?list=a",
        "redis://ada:SECRET@SECRET@host?list=a",
        "redis://ada:SECRET@SECRET/SECRET@host?list=a",
        "redis://ada:[SECRET/@host?list=a",
        "redis:ada:SECRET@host?list=a",
        "redis:SECRET@host//?list=a",
        "ada:SECRET@host:6379",
        "SECRET@host",
        "redis://ada:SECRET@host?list=%",
        "redis://ada:SECRET@host?list=a&list=b",
        "redis://ada:%SECRET@host?list=a"
      })
  void refusesAPasswordAndNeverShowsIt(String text) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("@host")
        .hasMessageNotContaining("SEC");
  }

  @Test
  void keepsTheCharacterThatStandsForUnreadableOnes() {
    Address address = Address.parse("redis://h?list=%EF%BF%BD");
    assertThat(address.value("list")).contains("\uFFFD");
    assertThat(Address.parse(address.toString())).isEqualTo(address);
  }

  @Test
  void tellsFlagsFromValues() {
    Address address = Address.parse("redis://h?shared&list=&trim=yes");
    assertThat(address.flag("shared")).isTrue();
    assertThat(address.flag("absent")).isFalse();
    assertThat(address.has("list")).isTrue();
    assertThat(address.value("list")).contains("");
    assertThat(address.value("absent")).isEmpty();
    assertThatThrownBy(() -> address.value("shared")).isInstanceOf(AddressException.class);
    assertThatThrownBy(() -> address.flag("trim")).isInstanceOf(AddressException.class);
    assertThatThrownBy(() -> address.flag("list")).isInstanceOf(AddressException.class);
  }

  @Test
  void readsNumbersWithinTheirBounds() {
    Address address = Address.parse("redis://h?n=7&x=7x&big=99999999999999999999");
    assertThat(address.number("n", 1, 7, 7)).isEqualTo(7);
    assertThat(address.number("absent", 1, 2, 3)).isEqualTo(1);
    assertThatThrownBy(() -> address.number("n", 1, 8, 9))
        .hasMessageContaining("\"7\"")
        .hasMessageContaining("from 8 to 9");
    assertThatThrownBy(() -> address.number("n", 1, 1, 6)).isInstanceOf(AddressException.class);
    assertThatThrownBy(() -> address.number("x", 1, 1, 9)).isInstanceOf(AddressException.class);
    assertThatThrownBy(() -> address.number("big", 1, 1, 9)).isInstanceOf(AddressException.class);
  }

  @Test
  void readsDurations() {
    Address address = Address.parse("redis://h?wait=60s&lease=soon");
    Duration absent = Duration.ofSeconds(1);
    assertThat(address.duration("wait", absent)).isEqualTo(Duration.ofMinutes(1));
    assertThat(address.duration("absent", absent)).isEqualTo(absent);
    assertThatThrownBy(() -> address.duration("lease", absent))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("\"soon\"");
  }

  @Test
  void refusesParametersThatAreNotKnown() {
    Address address = Address.parse("redis://h?list=a&lits=b");
    address.allowOnly("lits", "list");
    assertThatThrownBy(() -> address.allowOnly("list", "capacity"))
        .hasMessageContaining("unknown parameter lits; try list");
    assertThatThrownBy(() -> address.allowOnly("capacity", "stream"))
        .hasMessageContaining("unknown parameter list; use one of: capacity, stream");
  }

  @Test
  void refusesASchemeThatNobodyServes() {
    assertThatThrownBy(() -> Transports.endpoint(Address.parse("carrier-pigeon://h?queue")))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("memory");
  }

  @Test
  void takesAPasswordWhereNobodyElseLooksAndNeverShowsIt() {
    Address address = Address.parseSecret("redis://ada:p%40ss:wo%2Frd@host:1?list=words");
    assertThat(address.user()).contains("ada");
    assertThat(address.password()).contains("p@ss:wo/rd");
    assertThat(address).hasToString("redis://ada@host:1?list=words");
    assertThat(address.withPort(2).password()).contains("p@ss:wo/rd");
    assertThat(address).isEqualTo(Address.parse("redis://ada@host:1?list=words"));
    Address nameless = Address.parseSecret("redis://:secret@host?list=words");
    assertThat(nameless.user()).isEmpty();
    assertThat(nameless.password()).contains("secret");
    assertThat(nameless).hasToString("redis://host?list=words");
    assertThatThrownBy(() -> Address.parseSecret("redis://ada:secret@host:port?list=words"))
        .isInstanceOf(AddressException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> address.flag("list"))
        .isInstanceOf(AddressException.class)
        .hasMessageNotContaining("p@ss");
  }

  @Test
  void readsBackWhateverItIsMadeOf() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      boolean named = random.nextInt(4) == 0;
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int p = random.nextInt(4); p > 0; p--) {
        parameters.put("p" + nasty(random), random.nextBoolean() ? nasty(random) : null);
      }
      Address address =
          new Address(
              "s+x",
              named || random.nextBoolean() ? null : "u" + nasty(random).replace(":", ""),
              null,
              named ? null : random.nextBoolean() ? "host" : "fe80::1",
              named ? -1 : random.nextInt(65_537) - 1,
              named ? nasty(random) : random.nextBoolean() ? "" : "/" + nasty(random),
              parameters);
      assertThat(Address.parse(address.toString())).isEqualTo(address);
      assertThat(Address.parse(address.toString()).path()).isEqualTo(address.path());
      parameters.forEach(
          (name, value) -> {
            Address read = Address.parse(address.toString());
            assertThat(read.has(name)).isTrue();
            assertThat(value == null ? null : read.value(name).orElseThrow()).isEqualTo(value);
          });
    }
  }

  private static String nasty(Random random) {
    String[] pieces = {
      "%",
      "%41",
      "&",
      "=",
      "?",
      "/",
      "//",
      ":",
      "@",
      "+",
      " ",
      "#",
      "{}",
      "[",
      "]",
      "*",
      "\u0000",
      "\n",
      "\u007f",
      "ä",
      "\uD83D\uDE00",
      "\u2028",
      "a",
      "Z",
      "9",
      "\\",
      "\""
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  @Test
  void travels() throws Exception {
    Address address = Address.parse("redis://ada@h:1/2?list=a b&shared");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(address);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(address).hasSameHashCodeAs(address);
    }
  }
}
