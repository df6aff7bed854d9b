package dev.tandem.node;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** What a node logs, in either of the forms that its logback.xml gives it. */
final class CallLog extends AppenderBase<ILoggingEvent> {

    /** The outside world runs in the same process here, and logs as well. */
    private static final Pattern OURS = Pattern.compile("^(?!dev\\.tandem\\.(simulator|cassandra))");

    private final Logger logger;
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    private CallLog(Logger logger) {
        this.logger = logger;
    }

    static CallLog attach(Logger logger) {
        CallLog log = new CallLog(logger);
        log.setContext(logger.getLoggerContext());
        log.start();
        logger.addAppender(log);
        return log;
    }

    void detach() {
        logger.detachAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!OURS.matcher(event.getLoggerName()).find()) {
            return;
        }
        // Takes what is on the line from the thread that logs it.
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    List<JsonNode> asJson() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : encoded("json")) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    List<String> asText() throws Exception {
        return encoded("text");
    }

    private List<String> encoded(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("LOG_FORMAT", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(format);
        return events.stream()
                .map(event -> new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8).strip())
                .toList();
    }
}
