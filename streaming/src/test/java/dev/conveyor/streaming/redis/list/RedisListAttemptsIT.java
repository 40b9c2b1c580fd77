package dev.conveyor.streaming.redis.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often a message may fail, and what is kept of those that were done. */
@Timeout(90)
class RedisListAttemptsIT {
  private static final String MARKS = "{words}:attempts";
  private static final ReaderOptions ANY_NUMBER = ReaderOptions.defaults();
  @RegisterExtension static final ListBench list = new ListBench();

  private static MessageReader counting(int attempts) throws InterruptedException {
    return list.reader(ANY_NUMBER.withAttempts(attempts));
  }

  private static List<QueueAdmin.Dead> dead() throws InterruptedException {
    try (QueueAdmin admin = list.admin()) {
      return admin.dead(10);
    }
  }

  private static void assertDead(QueueAdmin.Dead dead, String reason, int attempts, String body) {
    assertThat(dead.reason()).isEqualTo(reason);
    assertThat(dead.attempts()).isEqualTo(attempts);
    assertThat(dead.body()).asString().isEqualTo(body);
  }

  /** Takes two, as a worker does that has one in hand and one ready, and never comes back. */
  private static void dieWithTwo(int attempts) throws Exception {
    try (MessageReader dying = counting(attempts);
        MessageReader other = list.reader(ANY_NUMBER)) {
      assertThat(Texts.of(Texts.read(dying, 2))).containsExactly("poison", "next");
      for (String reader : list.client().keys("{words}:work:*")) {
        list.client().zadd("{words}:leases", 1, reader.substring("{words}:work:".length()));
      }
      other.read(1, Duration.ZERO);
    }
  }

  @Test
  void isDeadOnceItsWorkersHaveDiedOftenEnough() throws Exception {
    list.push("poison", "next", "last");
    for (int attempt = 1; attempt <= 2; attempt++) {
      dieWithTwo(3);
      assertThat(list.waiting()).containsExactly("poison", "next", "last");
      assertThat(list.client().hvals(MARKS)).containsExactly(Integer.toString(attempt));
      assertThat(list.client().ttl(MARKS)).isBetween(86_000L, 86_400L);
    }
    dieWithTwo(3);
    assertThat(list.waiting()).containsExactly("next", "last");
    assertThat(dead()).hasSize(1);
    assertDead(dead().get(0), "its worker died in hand: attempt 3 of 3", 3, "poison");
    assertThat(list.client().keys("*")).containsExactlyInAnyOrder("words", "{words}:dead");
  }

  @Test
  void countsNoAttemptForReadersThatDoNotCount() throws Exception {
    list.push("poison", "next");
    dieWithTwo(0);
    assertThat(list.waiting()).containsExactly("poison", "next");
    assertThat(list.client().keys("*")).containsExactly("words");
  }

  @Test
  void isDeadOnceItWasRejectedOftenEnough() throws Exception {
    list.push("odd", "next");
    try (MessageReader reader = counting(2)) {
      List<Message> two = Texts.read(reader, 2);
      assertThat(reader.reject(two.get(0), "no such \"color\"\nat all")).isTrue();
      assertThat(list.waiting()).containsExactly("odd");
      reader.acknowledge(two.subList(1, 2));
      Message again = Texts.read(reader, 1).get(0);
      assertThat(Texts.of(again)).isEqualTo("odd");
      assertThat(reader.reject(again, "no such \"color\"\nat all")).isTrue();
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
    }
    assertThat(dead()).hasSize(1);
    assertDead(dead().get(0), "no such \"color\"\nat all", 2, "odd");
    assertThat(list.client().lrange("{words}:done", 0, -1)).containsExactly("next");
  }

  @Test
  void goesBackForEverWhereAttemptsAreNotCounted() throws Exception {
    list.push("odd", "next");
    try (MessageReader reader = list.reader(ANY_NUMBER)) {
      for (int i = 0; i < 5; i++) {
        Message odd = Texts.read(reader, 1).get(0);
        assertThat(Texts.of(odd)).isEqualTo("odd");
        assertThat(reader.reject(odd, "not today")).isTrue();
      }
    }
    assertThat(list.waiting()).containsExactly("odd", "next");
    assertThat(list.client().keys("*")).containsExactly("words");
  }

  @Test
  void movesAMarkWithOneOfTwoMessagesThatAreTheSame() throws Exception {
    list.push("same", "same");
    try (MessageReader reader = counting(3)) {
      List<Message> both = Texts.read(reader, 2);
      reader.reject(both.get(0), "one");
      reader.reject(both.get(1), "two");
      assertThat(list.client().hvals(MARKS)).containsExactly("1 1");
      Message first = Texts.read(reader, 1).get(0);
      assertThat(list.client().hvals(MARKS)).containsExactly("1");
      reader.reject(first, "three");
      assertThat(list.client().hvals(MARKS)).containsExactly("2 1");
      reader.reject(Texts.read(reader, 1).get(0), "four");
      assertThat(list.client().hvals(MARKS)).containsExactly("1");
      reader.acknowledge(Texts.read(reader, 1));
      assertThat(list.client().exists(MARKS)).isFalse();
    }
    assertDead(dead().get(0), "four", 3, "same");
    assertThat(list.client().keys("{words}:attempts*")).isEmpty();
  }

  @Test
  void countsNoAttemptWhenItsReaderCloses() throws Exception {
    list.push("a", "b");
    try (MessageReader reader = counting(2)) {
      reader.reject(Texts.read(reader, 1).get(0), "once");
    }
    for (ReaderOptions options : List.of(ANY_NUMBER.withAttempts(2), ANY_NUMBER)) {
      try (MessageReader reader = list.reader(options)) {
        assertThat(Texts.of(Texts.read(reader, 2))).containsExactly("a", "b");
        assertThat(list.client().exists(MARKS)).isFalse();
      }
      assertThat(list.client().hvals(MARKS)).containsExactly("1");
    }
  }

  @Test
  void letsAnyClientPopWhatHasFailed() throws Exception {
    list.push("a");
    try (MessageReader reader = counting(2)) {
      reader.reject(Texts.read(reader, 1).get(0), "once");
      assertThat(list.client().blpop(5, "words")).containsExactly("words", "a");
    }
  }

  @Test
  void keepsTheLatestThatWereDone() throws Exception {
    List<String> bodies = new ArrayList<>(Texts.numbers(0, 1_199));
    bodies.add("x".repeat(3_000));
    list.push(bodies.toArray(new String[0]));
    try (MessageReader reader = counting(3)) {
      reader.acknowledge(Texts.read(reader, 900));
      reader.acknowledge(Texts.read(reader, 300));
    }
    List<String> done = list.client().lrange("{words}:done", 0, -1);
    assertThat(done).hasSize(1_000);
    assertThat(done.subList(0, 2)).containsExactly("x".repeat(1_024), "1198");
    assertThat(done.get(999)).isEqualTo("200");
    try (QueueAdmin admin = list.admin()) {
      assertThat(admin.counts().done()).isEqualTo(1_200);
    }
  }

  @Test
  void buriesExactlyWhatWasDead() throws Exception {
    list.push("fits", "x".repeat(2_000), "goes on", "y".repeat(101), "to the end");
    try (MessageReader reader = list.reader(ANY_NUMBER.withAttempts(3).withMaxMessage(100))) {
      List<Message> messages = Texts.read(reader, 5);
      reader.acknowledge(messages.subList(0, 2));
      reader.acknowledge(messages.subList(2, 5));
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
    }
    List<QueueAdmin.Dead> dead = dead();
    assertThat(dead).hasSize(2);
    assertDead(dead.get(0), "message of 2000 bytes is over the limit of 100", 1, "x".repeat(1_024));
    assertDead(dead.get(1), "message of 101 bytes is over the limit of 100", 1, "y".repeat(101));
    assertThat(list.client().lrange("{words}:done", 0, -1))
        .containsExactly("to the end", "goes on", "fits");
  }
}
