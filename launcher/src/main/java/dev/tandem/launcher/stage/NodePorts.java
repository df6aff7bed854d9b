package dev.tandem.launcher.stage;

/**
 * The ports of one node.
 *
 * @param host where we and the simulator reach all but remoting
 * @param http webhooks
 * @param operator API and metrics
 * @param media carriers' audio
 * @param management cluster bootstrap
 * @param remoting the other nodes' messages
 * @param known by what the other nodes know it
 */
public record NodePorts(String host, int http, int operator, int media, int management, int remoting, Known known) {
    static final String LOOPBACK = "127.0.0.1";

    /** What other nodes connect to; not the node's own port where something stands between. */
    public record Known(String host, int port) {}

    /** All on this machine's own address. */
    public NodePorts(int http, int operator, int media, int management, int remoting) {
        this(LOOPBACK, http, operator, media, management, remoting, new Known(LOOPBACK, remoting));
    }

    /** The same ports where others reach them by other addresses. */
    public NodePorts reachedBy(String host, Known known) {
        return new NodePorts(host, http, operator, media, management, remoting, known);
    }

    /** Where webhooks are delivered to this node. */
    public String webhookUrl() {
        return webhookUrl(host, http);
    }

    /** Where its operator API is. */
    public String operatorUrl() {
        return "http://" + host + ":" + operator;
    }

    /** By what the other nodes know it, host and port. */
    public String address() {
        return known.host() + ":" + known.port();
    }

    static String webhookUrl(String host, int port) {
        return "http://" + host + ":" + port + "/openai/webhook";
    }
}
