/**
 * JSON for jobs: {@link dev.conveyor.jobs.json.JsonRecord} parses a record and reads its fields.
 * Uses Jackson's streaming parser, of which the application jar carries a copy.
 */
package dev.conveyor.jobs.json;
