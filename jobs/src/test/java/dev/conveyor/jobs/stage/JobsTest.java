package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobsTest {

  /** A user's own job. */
  public static final class Lengths implements Mapping {
    @Override
    public void map(Bytes record, Tally into) {
      into.add(record.buffer(), record.from(), record.to(), record.length());
    }
  }

  /** Has no public constructor. */
  public static final class Closed implements Mapping {
    private Closed() {}

    @Override
    public void map(Bytes record, Tally into) {}
  }

  @Test
  void everyNameInTheListIsAJob() {
    assertThat(Jobs.names())
        .containsSubsequence(
            "word-count", "vowel-words", "five-letter-words", "chocolate-count", "top-words", "sum")
        .allSatisfy(name -> assertThat(Jobs.named(name).name()).isEqualTo(name));
  }

  @Test
  void anUnknownNameSaysWhichAreKnown() {
    assertThatThrownBy(() -> Jobs.named("word-cuont"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot run job \"word-cuont\": unknown; use one of: word-count, vowel-words,"
                + " five-letter-words, chocolate-count, top-words, or sum");
  }

  @Test
  void aClassIsAJobByItsFullName() {
    Job job = Jobs.named(Lengths.class.getName());
    assertThat(WordsProbe.counts(WordsProbe.tally(job.newMapping(), "four".getBytes(UTF_8))))
        .isEqualTo(Map.of("four", 4L));
  }

  @Test
  void aClassThatIsNoJobIsRefused() {
    assertRefused("no.such.Job", "no such class is on the class path");
    assertRefused("java.lang.String", "implement dev.conveyor.jobs.stage.Mapping");
    assertRefused(Mapping.class.getName(), "implement dev.conveyor.jobs.stage.Mapping");
    assertRefused(Closed.class.getName(), "with a public constructor without arguments");
  }

  private static void assertRefused(String name, String part) {
    assertThatThrownBy(() -> Jobs.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot run job \"" + name + "\": ")
        .hasMessageContaining(part);
  }

  @Test
  void jobsAndMappingsTravel() throws Exception {
    Job job = (Job) travelled(Jobs.named("vowel-words"));
    assertThat(job).isSameAs(Jobs.named("vowel-words"));
    Mapping mapping = (Mapping) travelled(job.newMapping());
    assertThat(WordsProbe.counts(WordsProbe.tally(mapping, "Oh né école".getBytes(UTF_8))))
        .isEqualTo(Map.of("oh", 1L, "école", 1L));
    Mapping own = ((Job) travelled(Jobs.named(Lengths.class.getName()))).newMapping();
    assertThat(own).isInstanceOf(Lengths.class);
  }

  private static Object travelled(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }
}
