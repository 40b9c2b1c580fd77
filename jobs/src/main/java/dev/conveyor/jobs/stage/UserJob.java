package dev.conveyor.jobs.stage;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** A user's own job: a class on the class path, named by its full name. */
final class UserJob {
  private UserJob() {}

  /** Looks up the job and checks its form, without creating an instance. */
  static Job named(String name) {
    Constructor<? extends Mapping> constructor = constructor(name, mapping(name));
    return new Job(name, () -> instance(name, constructor));
  }

  private static Class<? extends Mapping> mapping(String name) {
    Class<?> found = load(name);
    if (!Mapping.class.isAssignableFrom(found) || Modifier.isAbstract(found.getModifiers())) {
      throw rejected(name, "it is not a job", "implement " + Mapping.class.getName());
    }
    return found.asSubclass(Mapping.class);
  }

  /** Uses the context loader, through which engines give user classes to their threads. */
  private static Class<?> load(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? UserJob.class.getClassLoader() : context;
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw rejected(name, "no such class is on the class path", "add its jar or correct the name");
    }
  }

  private static Constructor<? extends Mapping> constructor(
      String name, Class<? extends Mapping> mapping) {
    try {
      Constructor<? extends Mapping> constructor = mapping.getConstructor();
      if (Modifier.isPublic(mapping.getModifiers())) {
        return constructor;
      }
    } catch (NoSuchMethodException e) {
      // Rejected below, like a class that is not public.
    } catch (LinkageError e) {
      throw rejected(name, "it cannot be linked: " + ErrorText.of(e), "add the jars that it needs");
    }
    throw rejected(
        name,
        "it cannot be instantiated",
        "make the class public, with a public constructor without arguments");
  }

  private static Mapping instance(String name, Constructor<? extends Mapping> constructor) {
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw JobException.unmade(name, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot run job \"" + name + "\": " + ErrorText.of(e), e);
    }
  }

  private static IllegalArgumentException rejected(String name, String reason, String advice) {
    return new IllegalArgumentException(
        "cannot run job \"" + name + "\": " + reason + "; " + advice);
  }
}
