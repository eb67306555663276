package io.pythoflow.job.lake.catalog;

import org.slf4j.event.Level;

/** Something to tell whoever runs the job. */
public record Notice(Level level, String text) {}
