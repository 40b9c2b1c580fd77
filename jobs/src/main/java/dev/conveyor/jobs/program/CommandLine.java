package dev.conveyor.jobs.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments as one text. It is split into words by a shell's rules for white
 * space, single and double quotes, and backslashes. Other features of a shell, such as variables,
 * patterns and redirection, need a shell as the program ({@code bash -c '…'}).
 *
 * @param text the command as the user has written it
 * @param words the program and its arguments; unmodifiable
 */
public record CommandLine(String text, List<String> words) {
  private static final String ESCAPED_IN_QUOTES = "\"\\$`\n";

  public CommandLine {
    words = List.copyOf(words);
  }

  /**
   * Splits a command into words.
   *
   * @throws IllegalArgumentException if it names no program or a quote does not end; the message is
   *     one line
   */
  public static CommandLine parse(String text) {
    List<String> words = new Division(text).words();
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new IllegalArgumentException(
          "cannot run command \"" + text + "\": it names no program; write one and its arguments");
    }
    return new CommandLine(text, words);
  }

  /** Splits one text; used once. */
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

  /** Returns the text as the user has written it. */
  @Override
  public String toString() {
    return text;
  }
}
