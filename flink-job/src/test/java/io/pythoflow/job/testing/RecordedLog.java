package io.pythoflow.job.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Takes down what the loggers below some names say, at every level, until it is closed. */
public final class RecordedLog implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final List<String> names;

    private RecordedLog(List<String> names) {
        this.names = names;
    }

    public static RecordedLog of(String... names) {
        RecordedLog log = new RecordedLog(List.of(names));
        log.attach();
        return log;
    }

    private void attach() {
        AbstractAppender appender =
                new AbstractAppender("recorded", null, null, false, Property.EMPTY_ARRAY) {
                    @Override
                    public void append(LogEvent event) {
                        StringWriter line = new StringWriter();
                        line.append(event.getMessage().getFormattedMessage());
                        if (event.getThrown() != null) {
                            event.getThrown().printStackTrace(new PrintWriter(line, true));
                        }
                        lines.add(line.toString());
                    }
                };
        appender.start();
        for (String name : names) {
            LoggerConfig logger = new LoggerConfig(name, Level.ALL, false);
            logger.addAppender(appender, Level.ALL, null);
            context.getConfiguration().addLogger(name, logger);
        }
        context.updateLoggers();
    }

    /** Everything said so far, stack traces included. */
    public String text() {
        return lines.stream().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        names.forEach(context.getConfiguration()::removeLogger);
        context.updateLoggers();
    }
}
