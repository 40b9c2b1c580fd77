package dev.conveyor.jobs.chaos;

import java.util.Set;

/**
 * A way through the product: a command with its source and its target, and what it promises of what
 * each feed sends.
 */
interface Door {
  String name();

  Set<Trait> traits();

  /** Prepares one round; starts nothing that the supervisor is to start. */
  Passage open(Site site) throws Exception;

  default boolean has(Trait trait) {
    return traits().contains(trait);
  }

  /** Returns whether a fault of Redis or its connections concerns it. */
  default boolean usesRedis() {
    return has(Trait.LIST) || has(Trait.STREAM) || has(Trait.TO_REDIS);
  }
}
