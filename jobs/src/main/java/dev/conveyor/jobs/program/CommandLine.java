package dev.conveyor.jobs.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments, as one text. It is divided into words as a shell divides it: white
 * space, single and double quotes, backslashes. Nothing else of a shell is in it: no variable, no
 * pattern, no redirection, unless the program is a shell ({@code bash -c '…'}).
 */
public record CommandLine(String text, List<String> words) {
  private static final String ESCAPED_IN_QUOTES = "\"\\$`\n";

  public CommandLine {
    words = List.copyOf(words);
  }

  /**
   * Divides it.
   *
   * @throws IllegalArgumentException if it has no word or a quote does not end; one line
   */
  public static CommandLine parse(String text) {
    List<String> words = new Division(text).words();
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new IllegalArgumentException(
          "cannot run command \"" + text + "\": it names no program; write one and its arguments");
    }
    return new CommandLine(text, words);
  }

  /** One pass over a text. */
  private static final class Division {
    private static final char NONE = 0;

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote = NONE;
    private int at;

    private Division(String text) {
      this.text = text;
    }

    List<String> words() {
      for (at = 0; at < text.length(); at++) {
        add(text.charAt(at));
      }
      if (quote != NONE) {
        throw new IllegalArgumentException(
            "cannot run command " + text + ": the quote " + quote + " does not end; add another");
      }
      endWord();
      return words;
    }

    private void add(char c) {
      if (quote == '\'') {
        addQuoted(c);
      } else if (c == '\\' && at + 1 < text.length() && isEscape(text.charAt(at + 1))) {
        inWord = true;
        word.append(text.charAt(++at));
      } else if (quote == '"') {
        addQuoted(c);
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else {
        inWord = true;
        word.append(c);
      }
    }

    private boolean isEscape(char next) {
      return quote == NONE || ESCAPED_IN_QUOTES.indexOf(next) >= 0;
    }

    private void addQuoted(char c) {
      if (c == quote) {
        quote = NONE;
      } else {
        word.append(c);
      }
    }

    private void endWord() {
      if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
  }

  /** Returns the text that the user has written. */
  @Override
  public String toString() {
    return text;
  }
}
