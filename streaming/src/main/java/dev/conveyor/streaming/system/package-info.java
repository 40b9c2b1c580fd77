/** The system below the JVM: its clocks, and the text that is exchanged with it. */
package dev.conveyor.streaming.system;
