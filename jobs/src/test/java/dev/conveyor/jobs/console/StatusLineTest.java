package dev.conveyor.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final StatusLine line = new StatusLine(terminal);

  private void print(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    line.write(terminal, bytes, 0, bytes.length);
  }

  private String shown() {
    String shown = terminal.toString(UTF_8);
    terminal.reset();
    return shown;
  }

  @Test
  void leavesTheCursorAtTheBeginningOfTheLine() {
    line.draw("45%");
    assertThat(shown()).isEqualTo("\r\u001b[?7l45%\u001b[J\u001b[?7h\r");
  }

  @Test
  void erasesWhatItHasShownOnce() {
    line.erase();
    assertThat(shown()).isEmpty();
    line.draw("45%");
    shown();
    line.erase();
    line.erase();
    assertThat(shown()).isEqualTo("\r\u001b[J");
  }

  @Test
  void makesRoomForOtherOutput() throws IOException {
    line.draw("45%");
    shown();
    print("dead, from words: too long\n");
    assertThat(shown()).isEqualTo("\r\u001b[Jdead, from words: too long\n");
    line.draw("46%");
    assertThat(shown()).contains("46%");
  }

  @Test
  void drawsOverNoUnfinishedLine() throws IOException {
    print("words 20  We have");
    shown();
    line.draw("45%");
    line.eraseEcho();
    assertThat(shown()).isEmpty();
    print(" seen\n");
    line.draw("45%");
    assertThat(shown()).endsWith("\u001b[?7h\r");
  }

  @Test
  void erasesAnEchoWhereNothingIsShown() {
    line.eraseEcho();
    assertThat(shown()).isEqualTo("\r\u001b[J");
  }
}
