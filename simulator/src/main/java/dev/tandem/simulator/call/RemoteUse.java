package dev.tandem.simulator.call;

import java.util.Optional;

/**
 * One use of a tool on a remote server of the Model Context Protocol.
 *
 * @param server the label of the server
 * @param name the tool
 * @param arguments its arguments as JSON text
 * @param output what it gives; empty when it fails
 * @param approval the id of the approval it was given, empty when it needs none
 * @param asksFirst whether the client must approve it before it is done
 */
record RemoteUse(
        String server,
        String name,
        String arguments,
        Optional<String> output,
        Optional<String> approval,
        boolean asksFirst) {

    /** The same use, approved. */
    RemoteUse approvedBy(String approvalRequestId) {
        return new RemoteUse(server, name, arguments, output, Optional.of(approvalRequestId), false);
    }
}
