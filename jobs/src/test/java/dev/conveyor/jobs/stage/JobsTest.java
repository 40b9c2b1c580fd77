package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.jobs.parameter.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
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
            "word-count",
            "vowel-words",
            "five-letter-words",
            "words",
            "chocolate-count",
            "top-words",
            "sum")
        .allSatisfy(name -> assertThat(Jobs.named(name).name()).isEqualTo(name));
  }

  @Test
  void anUnknownNameSaysWhichAreKnown() {
    assertThatThrownBy(() -> Jobs.named("word-cuont"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot run job \"word-cuont\": unknown; use one of: word-count, vowel-words,"
                + " five-letter-words, words, chocolate-count, top-words, or sum");
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
  void jobsTravelWithTheirParameters() throws Exception {
    assertThat(travelled(Jobs.named("vowel-words"))).isEqualTo(Jobs.named("vowel-words"));
    Job given = Jobs.named("words").with(Map.of("letters", "5", "vowel", "true"));
    Job job = (Job) travelled(given);
    assertThat(job).isEqualTo(given).isNotEqualTo(Jobs.named("words"));
    assertThat(job.id()).isEqualTo("words-letters=5-vowel=true");
    Mapping mapping = job.newMapping();
    mapping.open(job.parameters());
    assertThat(
            WordsProbe.counts(
                WordsProbe.tally(mapping, "Oh école other every five".getBytes(UTF_8))))
        .isEqualTo(Map.of("école", 1L, "other", 1L, "every", 1L));
    Mapping own = ((Job) travelled(Jobs.named(Lengths.class.getName()))).newMapping();
    assertThat(own).isInstanceOf(Lengths.class);
  }

  /** Without parameters it is the job that counts all words. */
  @Test
  void selectedWordsAreThoseOfTheOtherJobs() throws Exception {
    for (Map.Entry<String, Map<String, String>> other :
        Map.of(
                "word-count", Map.<String, String>of(),
                "five-letter-words", Map.of("letters", "5"),
                "vowel-words", Map.of("vowel", "true"))
            .entrySet()) {
      byte[] text = "Éa 'tis a queen of cheese, well-seen; 3rd école ǽon".getBytes(UTF_8);
      Job job = Jobs.named("words").with(other.getValue());
      Mapping selected = job.newMapping();
      selected.open(job.parameters());
      assertThat(WordsProbe.counts(WordsProbe.tally(selected, text)))
          .isEqualTo(
              WordsProbe.counts(WordsProbe.tally(Jobs.named(other.getKey()).newMapping(), text)));
    }
  }

  @Test
  void theTopIsAParameter() {
    assertThat(Jobs.named("top-words").top()).hasValue(10);
    Job three = Jobs.named("top-words").with(Map.of("top", "3"));
    assertThat(three.top()).hasValue(3);
    assertThat(three.id()).isEqualTo("top-words-top=3");
    assertThat(Jobs.named("top-words").with(Map.of("top", "010")).id()).isEqualTo("top-words");
    assertThat(Jobs.named("word-count").top()).isEmpty();
  }

  @Test
  void parametersTravelAsText() {
    Job job = Jobs.named(Greeting.class.getName());
    for (String text : List.of("", "a&b=c", "ü\n\u0001 + % $" + "{x}", "-", "=")) {
      Job given = job.with(Map.of("greeting", text));
      assertThat(given.encodedParameters()).matches("[ -~]*");
      assertThat(job.withEncoded(given.encodedParameters())).isEqualTo(given);
    }
  }

  /** A job with a required parameter. */
  public static final class Greeting implements Mapping {
    @Override
    public List<Parameter<?>> parameters() {
      return List.of(Parameter.text("greeting", "say this"));
    }

    @Override
    public void map(Bytes record, Tally into) {}
  }

  private static Object travelled(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }
}
