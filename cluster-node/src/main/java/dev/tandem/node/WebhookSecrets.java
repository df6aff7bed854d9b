package dev.tandem.node;

import dev.tandem.protocol.webhook.StandardWebhooks;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What webhooks are verified by, looked up again while the node runs, so that secrets are rotated without a restart. */
public final class WebhookSecrets implements Supplier<StandardWebhooks> {

    static final String KEY = "tandem.openai.webhook-secret";

    private static final Logger LOG = LoggerFactory.getLogger("node");

    /** Where the secrets stand, separated by commas. */
    interface Source {
        String text() throws NodeSettings.Wrong;
    }

    private final Source source;
    private String text;
    private String complaint = "";
    private volatile StandardWebhooks current;

    private WebhookSecrets(Source source) throws NodeSettings.Wrong {
        this.source = source;
        this.text = source.text();
        this.current = parsed(text);
    }

    static WebhookSecrets of(Source source) throws NodeSettings.Wrong {
        return new WebhookSecrets(source);
    }

    @Override
    public StandardWebhooks get() {
        return current;
    }

    /** Takes up what has changed; what cannot be used is told once, and the former secrets stay. Reads a file: it may block. */
    synchronized void lookAgain() {
        try {
            String now = source.text();
            if (!now.equals(text)) {
                current = parsed(now);
                text = now;
                LOG.info("webhook secrets read again: {} in use", words(now).size());
            }
            complaint = "";
        } catch (NodeSettings.Wrong wrong) {
            if (!wrong.getMessage().equals(complaint)) {
                complaint = wrong.getMessage();
                LOG.warn("the former webhook secrets stay in use: {}", complaint);
            }
        }
    }

    private static StandardWebhooks parsed(String text) throws NodeSettings.Wrong {
        try {
            return new StandardWebhooks(words(text));
        } catch (IllegalArgumentException wrong) {
            throw new NodeSettings.Wrong(KEY + " (OPENAI_WEBHOOK_SECRET)", "is wrong: " + wrong.getMessage());
        }
    }

    private static List<String> words(String text) {
        return NodeSettings.words(text);
    }
}
