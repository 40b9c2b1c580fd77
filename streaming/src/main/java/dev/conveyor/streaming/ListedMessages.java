package dev.conveyor.streaming;

import java.util.List;

/** A page of messages that are objects. */
record ListedMessages(List<Message> messages) implements MessagePage {

  @Override
  public String source() {
    return messages.isEmpty() ? "" : messages.get(0).source();
  }

  @Override
  public int size() {
    return messages.size();
  }

  @Override
  public boolean isPlain(int index) {
    Message message = messages.get(index);
    return message.envelope() == null && !message.isDead();
  }

  @Override
  public byte[] buffer(int index) {
    return messages.get(index).body();
  }

  @Override
  public int from(int index) {
    return 0;
  }

  @Override
  public int to(int index) {
    return messages.get(index).body().length;
  }

  @Override
  public String id(int index) {
    return messages.get(index).id();
  }

  @Override
  public Message message(int index) {
    return messages.get(index);
  }
}
