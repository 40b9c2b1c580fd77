package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.bench.LineChart.Point;
import dev.conveyor.jobs.bench.LineChart.Series;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Charts are well-formed SVG whose points lie inside. */
class LineChartTest {
  private static final LineChart CHART =
      new LineChart(
          "a < b & c",
          "bytes",
          "MB/s",
          List.of(
              new Series("ours", List.of(new Point(1e6, 100), new Point(1e9, 430))),
              new Series("theirs", List.of(new Point(1e6, 20), new Point(1e9, 0))),
              new Series("unmeasured", List.of(new Point(1e6, Double.NaN)))));

  private static Document parsed(LineChart chart) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(chart.svg().getBytes(UTF_8)));
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  @Test
  void hasALineALegendAndAxesForAllThatWasMeasured() throws Exception {
    Document document = parsed(CHART);
    assertThat(elements(document, "polyline")).hasSize(2);
    assertThat(elements(document, "text").stream().map(Element::getTextContent))
        .contains("a < b & c", "bytes", "MB/s", "ours", "theirs", "1M", "1G", "0", "400")
        .doesNotContain("unmeasured");
  }

  @Test
  void pointsLieInside() throws Exception {
    assertThat(elements(parsed(CHART), "circle"))
        .hasSize(4)
        .allSatisfy(
            circle -> {
              assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(80.0, 700.0);
              assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(66.0, 344.0);
            });
  }

  @Test
  void aHigherValueIsHigher() throws Exception {
    List<Element> circles = elements(parsed(CHART), "circle");
    assertThat(Double.parseDouble(circles.get(1).getAttribute("cy")))
        .isLessThan(Double.parseDouble(circles.get(0).getAttribute("cy")));
  }

  @Test
  void nothingMeasuredIsEmpty() throws Exception {
    LineChart chart = new LineChart("none", "x", "y", List.of());
    assertThat(chart.isEmpty()).isTrue();
    assertThat(elements(parsed(chart), "polyline")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.7, 1", "1.2, 2", "3, 5", "6, 10", "70, 100", "0.03, 0.05"})
  void stepsAreRound(double least, double step) {
    assertThat(LineChart.niceStep(least)).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({"999, 999", "1000, 1k", "1500000, 1.5M", "1e9, 1G"})
  void numbersAreShort(double value, String text) {
    assertThat(LineChart.shortNumber(value)).isEqualTo(text);
  }
}
