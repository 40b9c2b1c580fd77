package dev.conveyor.jobs.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
  private static final Parameter<Long> LEAST =
      Parameter.whole("least", "count from here").withDefault(3L);
  private static final Parameter<Optional<Long>> MOST =
      Parameter.whole("most", "count up to here")
          .where(most -> most > 0, "whole number above 0")
          .optional();
  private static final Parameter<String> FIELD = Parameter.text("field", "the field to read");
  private static final Parameter<BigDecimal> RATE =
      Parameter.decimal("rate", "the rate").withDefault(new BigDecimal("0.50"));
  private static final Parameter<Boolean> STRICT =
      Parameter.flag("strict", "reject more").withDefault(false);
  private static final Parameter<Unit> UNIT =
      Parameter.choice("unit", Unit.class, "the unit").withDefault(Unit.PIECES);
  private static final Parameter<Long> CACHE =
      Parameter.whole("cache", "entries to keep").withDefault(100L).outsideOfResult();
  private static final List<Parameter<?>> ALL =
      List.of(LEAST, MOST, FIELD, RATE, STRICT, UNIT, CACHE);

  private enum Unit {
    PIECES,
    LONG_TONS
  }

  private static Parameters of(String... namesAndValues) {
    Map<String, String> given = new HashMap<>(Map.of("field", "f"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Parameters.of("job", ALL, given);
  }

  @Test
  void valuesAreTypedAndHaveDefaults() {
    Parameters defaults = of();
    assertThat(defaults.get(LEAST)).isEqualTo(3);
    assertThat(defaults.get(MOST)).isEmpty();
    assertThat(defaults.get(RATE)).isEqualTo("0.50");
    assertThat(defaults.get(UNIT)).isEqualTo(Unit.PIECES);
    Parameters given =
        of("least", "-7", "most", "+9", "rate", "1.250", "strict", "true", "unit", "long-tons");
    assertThat(given.get(LEAST)).isEqualTo(-7);
    assertThat(given.get(MOST)).hasValue(9L);
    assertThat(given.get(FIELD)).isEqualTo("f");
    assertThat(given.get(RATE)).isEqualByComparingTo("1.25");
    assertThat(given.get(STRICT)).isTrue();
    assertThat(given.get(UNIT)).isEqualTo(Unit.LONG_TONS);
  }

  @Test
  void whatIsNoParameterIsRefusedWithTheList() {
    assertThatThrownBy(() -> of("lest", "1"))
        .hasMessageStartingWith("cannot run job job with parameter lest: unknown; job has least (")
        .hasMessageContaining(
            "least (whole number, default 3): count from here; most (whole number above")
        .hasMessageContaining("field (text, required): the field to read")
        .hasMessageContaining("unit (one of pieces, long-tons, default pieces): the unit");
    assertThatThrownBy(() -> Parameters.of("job", List.of(), Map.of("a\nb", "1")))
        .hasMessage("cannot run job job with parameter a·b: unknown; job has no parameters");
  }

  @Test
  void aRequiredParameterMustBeGiven() {
    assertThatThrownBy(() -> Parameters.of("job", ALL, Map.of()))
        .hasMessageStartingWith(
            "cannot run job job without parameter field; give --param field=VALUE; job has ");
  }

  @ParameterizedTest
  @CsvSource({
    "least,five",
    "least,''",
    "least,9223372036854775808",
    "least,٣",
    "least,1.0",
    "least,' 1'",
    "most,0",
    "rate,1e3",
    "rate,.5",
    "rate,NaN",
    "strict,yes",
    "strict,TRUE",
    "unit,LONG_TONS",
    "unit,tons"
  })
  void badValuesAreRefused(String name, String text) {
    assertThatThrownBy(() -> of(name, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot run job job with " + name + "=" + text + ": expected ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void onlyWhatChangesTheResultIsInItsName() {
    assertThat(of().suffix()).isEqualTo("-field=f");
    assertThat(of("least", "3", "rate", "0.5", "cache", "7", "unit", "pieces").suffix())
        .isEqualTo("-field=f");
    assertThat(of("rate", "0.250", "least", "+04").suffix())
        .isEqualTo("-field=f-least=4-rate=0.25");
    assertThat(of("field", "a/b-c=d é\n").suffix()).isEqualTo("-field=a%2Fb%2Dc%3Dd%20%C3%A9%0A");
  }

  /** Names of files end at 255 bytes. */
  @Test
  void longValuesHaveShortAndDifferentNames() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      String suffix = of("field", "é".repeat(1_000) + i).suffix();
      assertThat(suffix).hasSizeLessThan(80).matches("[-a-z]+=[%A-Z0-9]+~[0-9a-f]{16}");
      names.add(suffix);
    }
    assertThat(names).hasSize(50);
  }

  @Test
  void manyValuesHaveAShortNameToo() {
    List<Parameter<?>> many = new ArrayList<>();
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      many.add(Parameter.text("p" + i, ""));
      given.put("p" + i, "x".repeat(50));
    }
    String one = Parameters.of("job", many, given).suffix();
    given.put("p9", "y");
    assertThat(one).hasSizeLessThan(100).isNotEqualTo(Parameters.of("job", many, given).suffix());
  }

  @Test
  void defaultsAndConditionsAreChecked() {
    Parameter<Long> count = Parameter.whole("count", "a\nb").where(n -> n > 0, "number above 0");
    assertThat(count.description()).isEqualTo("count (number above 0, required): a b");
    assertThatThrownBy(() -> count.withDefault(-1L))
        .hasMessage("cannot declare parameter count with default -1: expected number above 0");
    Parameter<Long> failing =
        Parameter.whole("n", null).where(n -> String.valueOf((Object) null) == null, "a number");
    assertThatThrownBy(() -> Parameters.of("job", List.of(failing), Map.of("n", "1")))
        .hasMessage(
            "cannot run job job with n=1: expected a number; job has n (a number, required): ");
  }

  @Test
  void declarationsAreChecked() {
    assertThatThrownBy(() -> Parameter.text("a b", ""))
        .hasMessageStartingWith("cannot declare parameter \"a b\": it is no name");
    assertThatThrownBy(() -> Parameters.of("job", List.of(LEAST, LEAST), Map.of()))
        .hasMessageContaining("it declares parameter least twice");
    assertThatThrownBy(() -> of().get(Parameter.text("other", "")))
        .hasMessageContaining("job job does not declare it");
  }
}
