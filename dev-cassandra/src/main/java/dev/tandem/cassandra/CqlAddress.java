package dev.tandem.cassandra;

/**
 * Where clients reach a node.
 *
 * @param host an IP address of this machine
 * @param port 0 until one is chosen
 */
record CqlAddress(String host, int port) {
    static final String LOOPBACK = "127.0.0.1";

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
