package dev.tandem.launcher.stage;

/**
 * The ports of one node.
 *
 * @param http webhooks
 * @param operator API and metrics
 * @param media carriers' audio
 * @param management cluster bootstrap
 * @param remoting the other nodes' messages
 */
public record NodePorts(int http, int operator, int media, int management, int remoting) {
    private static final String HOST = "127.0.0.1:";

    /** Where webhooks are delivered to this node. */
    public String webhookUrl() {
        return webhookUrl(http);
    }

    /** Where its operator API is. */
    public String operatorUrl() {
        return "http://" + HOST + operator;
    }

    /** By what the other nodes know it, host and port. */
    public String address() {
        return HOST + remoting;
    }

    static String webhookUrl(int port) {
        return "http://" + HOST + port + "/openai/webhook";
    }
}
