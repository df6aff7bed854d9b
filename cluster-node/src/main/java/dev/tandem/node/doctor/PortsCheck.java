package dev.tandem.node.doctor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.tandem.node.ClusterSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Whether the node's ports are free, or in use by a node that runs here already. */
record PortsCheck(Config config) implements Check {

    private static final String SUBJECT = "Ports";

    private record Port(String name, String address, int number) {}

    @Override
    public List<Finding> look() {
        try {
            List<Finding> findings = new ArrayList<>();
            List<Port> ports = ports();
            boolean runs = isOurs(ports.getFirst());
            for (Port port : ports) {
                findings.add(finding(port, runs));
            }
            if (runs) {
                findings.addAll(new NodeCheck(uri(ports.getFirst()), NodeCheck.Unready.WARNING).look());
            }
            return findings;
        } catch (ConfigException wrong) {
            return List.of(Finding.fail(SUBJECT, wrong.getMessage()));
        }
    }

    /** The operator port first: it tells whose the others are. */
    private List<Port> ports() {
        List<Port> ports = new ArrayList<>();
        for (String listener : List.of("operator", "public")) {
            Config it = config.getConfig("tandem.node." + listener);
            ports.add(new Port(listener, it.getString("interface"), it.getInt("port")));
        }
        String host = config.getString("tandem.node.host");
        ports.add(new Port("remoting", host, config.getInt("tandem.node.remoting-port")));
        if (ClusterSettings.usesDiscovery(config)) {
            ports.add(new Port(
                    "management",
                    config.getString("tandem.node.management-interface"),
                    config.getInt("tandem.node.management-port")));
        }
        return ports;
    }

    private static Finding finding(Port port, boolean runs) {
        String name = port.name() + " port " + port.address() + ":" + port.number();
        InetSocketAddress address = new InetSocketAddress(port.address(), port.number());
        if (address.isUnresolved()) {
            return Finding.fail(SUBJECT, name + ": no such host; look at TANDEM_HOST or the interface.");
        }
        try (ServerSocket socket = new ServerSocket()) {
            // As the node binds: connections of a node that has just ended are no obstacle.
            socket.setReuseAddress(true);
            socket.bind(address);
            return Finding.ok(SUBJECT, name + " is free");
        } catch (IOException taken) {
            return runs
                    ? Finding.ok(SUBJECT, name + " is in use, as it should be: a node runs here")
                    : Finding.fail(
                            SUBJECT,
                            name + " cannot be had: " + Asking.said(taken)
                                    + ". Another process has it, or the address is not of this machine.");
        }
    }

    private static boolean isOurs(Port operator) {
        try {
            return operator.number() != 0 && NodeCheck.isHealthy(uri(operator));
        } catch (IOException nobody) {
            return false;
        }
    }

    private static URI uri(Port port) {
        boolean any = port.address().equals("0.0.0.0") || port.address().equals("::");
        return URI.create("http://" + (any ? "127.0.0.1" : port.address()) + ":" + port.number());
    }
}
